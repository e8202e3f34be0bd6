import type { APIRequestContext, PlaywrightWorkerArgs } from '@playwright/test'
import { origin } from './browser'
import { noteSecret } from './made-secrets'
import { unique } from './places'
import { actionId, sendAction } from './raw-action'
import { rowsOf } from './server-database'

export interface Person {
  id: number
  username: string
  password: string
}

interface PersonWishes {
  isAdmin?: boolean
  name?: string
}

/** Somebody whom root has made, who does not have to change their password first. */
export async function makePerson(root: APIRequestContext, wishes: PersonWishes = {}): Promise<Person> {
  const username = unique('person')
  const { isAdmin = false, name = `Name of ${username}` } = wishes
  const form = {
    name,
    username,
    email: `${username}@example.com`,
    password: noteSecret(unique('a-password-of')),
    isAdmin,
  }
  const body = JSON.stringify([form])
  const answer = await sendAction(root, { url: '/admin/users/new', id: actionId('createUserAction'), body })
  if (!answer.outcome?.ok) throw new Error(`Nobody was made: ${answer.status} ${answer.text.slice(0, 300)}`)
  const [{ id } = { id: 0 }] = await rowsOf<{ id: number }>(
    'UPDATE users SET must_change_password = false WHERE username = $1 RETURNING id',
    [username],
  )
  return { id, username, password: form.password }
}

/** Signs in by the requests that the form sends, and says whether that opened a session. */
export async function signInWith(
  request: APIRequestContext,
  { username, password }: Pick<Person, 'username' | 'password'>,
  sender = origin,
): Promise<boolean> {
  const { csrfToken } = await (await request.get('/api/auth/csrf')).json()
  const answer = await request.post('/api/auth/callback/password', {
    headers: { Origin: sender },
    form: { csrfToken, login: username, password, json: 'true' },
  })
  return answer.ok()
}

/** A signed-in sender of requests. */
export async function requestOf(
  playwright: PlaywrightWorkerArgs['playwright'],
  person: Person,
): Promise<APIRequestContext> {
  const request = await playwright.request.newContext({ baseURL: origin })
  if (!(await signInWith(request, person))) throw new Error(`${person.username} could not sign in`)
  return request
}

/** What git's door answers to this person's password at a project of theirs. */
export async function gitStatus(
  request: APIRequestContext,
  { username, password }: Person,
  fullPath: string,
): Promise<number> {
  const basic = Buffer.from(`${username}:${password}`).toString('base64')
  const answer = await request.get(`/${fullPath}.git/info/refs?service=git-upload-pack`, {
    headers: { Authorization: `Basic ${basic}`, Cookie: '' },
  })
  return answer.status()
}
