import type { Metadata } from 'next'
import { Frame } from '@/app/(web)/frame'
import { passwordPath, requireSession } from '@/app/(web)/page-door'
import { BrandMark } from '@/components/shell/brand-mark'
import { Button } from '@/components/ui/button'
import { PasswordForm } from '@/components/user-settings/password-form'
import { signOutAction } from '@/lib/actions/session'

export const metadata: Metadata = { title: 'Password · User settings' }

/** Password; alone on its page for whoever has to change it before they go on. */
export default async function PasswordPage() {
  const { user, mustChangePassword } = await requireSession(passwordPath)
  if (mustChangePassword) return <NewPasswordPage username={user.username} />
  return (
    <Frame actor={user} area="user" here={passwordPath} breadcrumbs={[{ label: 'Password' }]}>
      <h1 className="mb-2 text-gl-h1">Password</h1>
      <p className="mb-4 text-gl-subtle">
        After you have changed it, you stay signed in here, and nowhere else.
      </p>
      <PasswordForm username={user.username} />
    </Frame>
  )
}

function NewPasswordPage({ username }: { username: string }) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-sm flex-col justify-center gap-6 bg-gl-default p-4">
      <div className="flex flex-col items-center gap-3 text-center">
        <BrandMark className="size-12" />
        <h1 className="text-gl-h1">Set a new password</h1>
        <p className="text-gl-subtle">
          An administrator has set your password. Choose another one to go on as <bdi>@{username}</bdi>.
        </p>
      </div>
      <PasswordForm username={username} next="/" />
      <form action={signOutAction}>
        <Button type="submit" variant="tertiary" className="w-full">
          Sign out
        </Button>
      </form>
    </main>
  )
}
