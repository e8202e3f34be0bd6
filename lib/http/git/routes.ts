import { type Context, Hono } from 'hono'
import { isDomainError } from '@/lib/domain/error'
import { isFullPath } from '@/lib/domain/namespace'
import { type Door, targetOf } from '@/lib/http/door'
import { identify } from '@/lib/http/identify'
import { advertiseRefs } from '@/lib/services/git/advertise-refs'
import { exchangePack } from '@/lib/services/git/exchange-pack'
import { findMovedRepository } from '@/lib/services/git/find-moved-repository'
import { isPackService, type PackRequest, type PackService } from '@/lib/services/git/pack-service'
import { noCache, refuse } from './answers'
import { bodyOf, encodingOf } from './body'
import { type GitEndpoint, type GitPath, parseGitPath } from './git-path'

type Answer = (c: Context<Door>, path: GitPath) => Response | Promise<Response>

const fetchMebibytesMax = 64
const notAllowedText = "The command you're trying to execute is not allowed."
// where GitLab's API takes them; but URLs end up in histories and in other people's logs
const secretInQueryText = 'Credentials are not taken from the URL. Use Basic authentication.'

/** What follows a repository's name, and who answers it. */
const answers = {
  'info/refs': advertise,
  'git-upload-pack': (c, path) => exchange(c, path, 'git-upload-pack'),
  'git-receive-pack': (c, path) => exchange(c, path, 'git-receive-pack'),
  // no LFS here: 404 is what its clients take for that
  lfs: (c) => c.json({ message: 'Git LFS is not available here.' }, 404),
  // the dumb protocol's files, and whatever else lies in a repository
  other: (c) => c.text(notAllowedText, 403, noCache),
} as const satisfies Record<GitEndpoint, Answer>

/** git over HTTP: https://git-scm.com/docs/gitprotocol-http */
export const git = new Hono<Door>()

git.all('*', async (c, next) => {
  const { pathname, search } = targetOf(c)
  const path = parseGitPath(pathname, search)
  if (path === undefined) return next()
  if (path === 'malformed') return c.text('The path cannot be read.', 400, noCache)
  c.set('route', path.hasSuffix ? `/:path.git/${path.endpoint}` : `/:path/${path.endpoint}`)
  if (/[?&](?:private|access|job)_token=/.test(search)) return c.text(secretInQueryText, 400, noCache)
  return answers[path.endpoint](c, path)
})

git.onError(refuse)

async function advertise(c: Context<Door>, path: GitPath): Promise<Response> {
  if (c.req.method === 'HEAD') return c.text(notAllowedText, 403, noCache)
  if (c.req.method !== 'GET') return notMethod(c, 'GET')
  const { search } = targetOf(c)
  const [service = '', second] = new URLSearchParams(search).getAll('service')
  if (second !== undefined) return c.text('More than one service.', 400, noCache)
  if (!isPackService(service)) return c.text(notAllowedText, 403, noCache)
  if (!path.hasSuffix) return addSuffix(c, path, search)

  const actor = await identify(c)
  try {
    const output = await advertiseRefs(actor, requestOf(c, path, service))
    return c.body(output, 200, { ...noCache, 'Content-Type': `application/x-${service}-advertisement` })
  } catch (error) {
    const moved = isHidden(error) && (await findMovedRepository(actor, service, path.fullPath))
    if (!moved) throw error
    return c.body(null, 301, { ...noCache, Location: `/${moved}.git/info/refs${search}` })
  }
}

/** What the door says of a path where nothing is. */
function isHidden(error: unknown): boolean {
  return isDomainError(error, 'not_found') || isDomainError(error, 'unauthenticated')
}

async function exchange(c: Context<Door>, path: GitPath, service: PackService): Promise<Response> {
  if (c.req.method !== 'POST') return notMethod(c, 'POST')
  const type = `application/x-${service}-request`
  if (c.req.header('content-type') !== type) return c.text(`The body must be ${type}.`, 415, noCache)
  const encoding = encodingOf(c.req.header('content-encoding'))
  if (!encoding) return c.text('The body may be compressed with gzip only.', 415, noCache)

  const mebibytesMax = service === 'git-upload-pack' ? fetchMebibytesMax : undefined
  // the body is not touched before the actor is let in: a client that waits for "100 Continue" then sends nothing
  const openBody = () => bodyOf(c.req.raw.body, encoding, mebibytesMax)
  const output = await exchangePack(await identify(c), requestOf(c, path, service), openBody)
  return c.body(output, 200, { ...noCache, 'Content-Type': `application/x-${service}-result` })
}

function requestOf(c: Context<Door>, { fullPath }: GitPath, service: PackService): PackRequest {
  return {
    fullPath,
    service,
    protocol: c.req.header('git-protocol'),
    signal: c.req.raw.signal,
    onBreak: () => c.env.outgoing.destroy(),
  }
}

/** GitLab's answer to a URL without `.git`: whether there is such a project is asked after that. */
function addSuffix(c: Context<Door>, { fullPath }: GitPath, search: string): Response {
  // a path of our own grammar starts with one slash and no host, so that nobody is sent elsewhere
  if (!isFullPath(fullPath)) return c.text(notAllowedText, 403, noCache)
  return c.body(null, 301, { ...noCache, Location: `/${fullPath}.git/info/refs${search}` })
}

function notMethod(c: Context<Door>, allowed: string): Response {
  return c.text('Method Not Allowed', 405, { ...noCache, Allow: allowed })
}
