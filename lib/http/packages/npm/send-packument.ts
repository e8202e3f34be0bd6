import { createHash } from 'node:crypto'
import { packumentOf } from '@/lib/domain/packages/npm-packument'
import { env } from '@/lib/env'
import { listVersions } from '@/lib/services/packages/list-versions'
import type { NpmRequest } from './npm-request'

const abbreviatedType = 'application/vnd.npm.install-v1+json'

/** All versions of a package; to clients that ask for that only what installing takes. */
export async function sendPackument({ c, place, base, name }: NpmRequest): Promise<Response> {
  const found = await listVersions(c.get('client'), place, 'npm', name)
  const isAbbreviated = (c.req.header('accept') ?? '').includes(abbreviatedType)
  // the address that was asked, of a project, a group or the instance: not every client sends its token to another path
  const urlOf = (fileName: string) => `${env.url}${base}/${name}/-/${fileName}`
  const body = JSON.stringify(packumentOf(found, { name, isAbbreviated, urlOf }))
  const etag = `"${createHash('sha256').update(body).digest('base64url')}"`
  const headers = { ETag: etag, Vary: 'Accept' }
  if (c.req.header('if-none-match')?.replace(/^W\//, '') === etag) return c.body(null, 304, headers)
  return c.body(body, 200, {
    ...headers,
    'Content-Type': isAbbreviated ? abbreviatedType : 'application/json',
  })
}
