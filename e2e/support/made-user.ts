import { hash } from '@node-rs/argon2'
import type { APIRequestContext } from '@playwright/test'
import { origin } from './browser'
import { unique } from './places'
import { rowsOf } from './server-database'

export interface MadeUser {
  id: number
  username: string
  email: string
  password: string
}

const password = 'correct horse battery staple'

/** A user of the server under test whom no other test knows: what a test does to them harms nobody. */
export async function makeUser(): Promise<MadeUser> {
  const username = unique('user')
  const email = `${username}@example.com`
  const digest = await hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 })
  const [row] = await rowsOf<{ id: number }>(
    `INSERT INTO users (username, username_key, name, email, password_digest) VALUES ($1, $1, $2, $3, $4) RETURNING id`,
    [username, 'Mai Tanaka', email, digest],
  )
  return { id: row?.id ?? 0, username, email, password }
}

/** Signs them in as the form does; true where that worked. */
export async function signInWith(
  context: { request: APIRequestContext },
  { username, password }: Pick<MadeUser, 'username' | 'password'>,
): Promise<boolean> {
  const { csrfToken } = await (await context.request.get('/api/auth/csrf')).json()
  const answer = await context.request.post('/api/auth/callback/password', {
    headers: { Origin: origin },
    form: { csrfToken, login: username, password, json: 'true' },
  })
  return answer.ok()
}

/** What git is answered that asks with this password for a project which they do not see: 404 once it is right. */
export async function askAsGit(
  request: APIRequestContext,
  { username, password }: Pick<MadeUser, 'username' | 'password'>,
): Promise<{ status: number; text: string }> {
  const basic = Buffer.from(`${username}:${password}`).toString('base64')
  const answer = await request.get('/tanuki/awesome_project.git/info/refs?service=git-upload-pack', {
    headers: { Authorization: `Basic ${basic}` },
  })
  return { status: answer.status(), text: await answer.text() }
}
