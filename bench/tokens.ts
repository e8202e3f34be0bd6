import { randomBytes } from 'node:crypto'
import type pg from 'pg'
import type { Scope } from '@/lib/domain/scope'
import { mintToken, tokenPrefixes } from '@/lib/domain/token-format'
import { digestPersonalToken, digestToken } from '@/lib/storage/keys'

/** A token that opens its project, as a client writes it. */
export interface KnownToken {
  username: string
  value: string
}

const rowsPerStatement = 10_000

/** Adds live tokens to a project, straight into the table. */
export async function insertTokens(
  client: pg.Client,
  projectId: number,
  count: number,
  scopes: readonly Scope[] = ['read_repository'],
): Promise<KnownToken[]> {
  const tokens = Array.from({ length: count }, (_, index) => ({
    username: `robot-${index + 1}`,
    value: mintToken(tokenPrefixes.deployToken, randomBytes),
  }))
  for (let start = 0; start < count; start += rowsPerStatement)
    await insertSome(client, projectId, tokens.slice(start, start + rowsPerStatement), scopes)
  // what PostgreSQL does by itself a minute later
  await client.query('VACUUM ANALYZE deploy_tokens')
  return tokens
}

async function insertSome(
  client: pg.Client,
  projectId: number,
  tokens: KnownToken[],
  scopes: readonly Scope[],
): Promise<void> {
  await client.query(
    `INSERT INTO deploy_tokens (name, username, digest, scopes, project_id, request_key, creator_name)
     SELECT 'Pipeline of ' || t.username, t.username, t.digest, $4, $1, gen_random_uuid(), 'root'
     FROM unnest($2::text[], $3::bytea[]) AS t(username, digest)`,
    [
      projectId,
      tokens.map(({ username }) => username),
      tokens.map(({ value }) => Buffer.from(digestToken(value))),
      scopes,
    ],
  )
}

/** Adds a personal access token of this user that may read the API, straight into the table; gives its value. */
export async function insertPersonalToken(client: pg.Client, username: string): Promise<string> {
  const value = mintToken(tokenPrefixes.personalAccessToken, randomBytes)
  const { rowCount } = await client.query(
    `INSERT INTO personal_access_tokens (user_id, name, digest, scopes, request_key)
     SELECT id, 'bench', $2, '{read_api}', gen_random_uuid() FROM users WHERE username = $1`,
    [username, Buffer.from(digestPersonalToken(value))],
  )
  if (rowCount !== 1) throw new Error(`There is no user ${username}.`)
  return value
}

/** What a client sends as its Authorization header (RFC 7617). */
export function basicAuthorization({ username, value }: KnownToken): string {
  return `Basic ${Buffer.from(`${username}:${value}`).toString('base64')}`
}
