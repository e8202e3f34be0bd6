import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound, redirect } from 'next/navigation'
import { SignUpForm } from '@/components/session/sign-up-form'
import { BrandMark } from '@/components/shell/brand-mark'
import { isSignUpOpen } from '@/lib/services/instance/is-sign-up-open'
import { currentUser } from '@/lib/session'

export const metadata: Metadata = { title: 'Register' }

/** Sign-up, which is not there while it is off. */
export default async function SignUpPage() {
  if (!(await isSignUpOpen())) notFound()
  if (await currentUser()) redirect('/')
  return (
    <main className="mx-auto flex min-h-dvh max-w-sm flex-col justify-center gap-6 bg-gl-default p-4">
      <div className="flex flex-col items-center gap-3">
        <BrandMark className="size-12" />
        <h1 className="text-gl-h1">Register for Latchkey</h1>
      </div>
      <SignUpForm />
      <p className="text-center">
        Already have an account?{' '}
        <Link href="/users/sign_in" className="text-gl-link underline">
          Sign in
        </Link>
      </p>
    </main>
  )
}
