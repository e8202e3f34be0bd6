import { rootPassword, type ServerUnderTest } from './server-under-test'

/** The cookie of a session of `root`, made at the sign-in that browsers use. */
export async function signIn({ port }: ServerUnderTest): Promise<string> {
  const origin = `http://localhost:${port}`
  const asked = await fetch(`${origin}/api/auth/csrf`)
  const { csrfToken } = (await asked.json()) as { csrfToken: string }
  const answered = await fetch(`${origin}/api/auth/callback/password`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin, cookie: cookiesOf(asked) },
    body: new URLSearchParams({ csrfToken, login: 'root', password: rootPassword, json: 'true' }),
  })
  const cookie = cookiesOf(answered)
  if (!cookie.includes('session=')) throw new Error(`Sign-in was answered ${answered.status}.`)
  return cookie
}

function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.replace(/;.*/s, ''))
    .join('; ')
}
