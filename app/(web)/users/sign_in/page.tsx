import type { Metadata } from 'next'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { SignInForm } from '@/components/session/sign-in-form'
import { BrandMark } from '@/components/shell/brand-mark'
import { isSignUpOpen } from '@/lib/services/instance/is-sign-up-open'
import { currentSession, returnPathOf } from '@/lib/session'

export const metadata: Metadata = { title: 'Sign in' }

export default async function SignInPage({ searchParams }: PageProps<'/users/sign_in'>) {
  const returnPath = returnPathOf((await searchParams).callbackUrl)
  if (await currentSession()) redirect(returnPath)
  return (
    <main className="mx-auto flex min-h-dvh max-w-sm flex-col justify-center gap-6 bg-gl-default p-4">
      <div className="flex flex-col items-center gap-3">
        <BrandMark className="size-12" />
        <h1 className="text-gl-h1">Sign in to Latchkey</h1>
      </div>
      <SignInForm returnPath={returnPath} />
      {(await isSignUpOpen()) ? (
        <p className="text-center">
          Don't have an account yet?{' '}
          <Link href="/users/sign_up" prefetch={false} className="text-gl-link underline">
            Register now
          </Link>
        </p>
      ) : null}
    </main>
  )
}
