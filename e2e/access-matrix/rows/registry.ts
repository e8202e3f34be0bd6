import { randomUUID } from 'node:crypto'
import type { MachineDoor, Rows } from '@/e2e/access-matrix/door'
import type { World } from '@/e2e/access-matrix/world'
import { send } from '@/e2e/support/machine-request'
import { digestOf, manifestOf, ociManifest, pushContent, pushImage } from '@/e2e/support/pushed-image'

const wish = '/jwt/auth?service=container_registry&scope=repository::project:pull,push'
const bytes = { 'content-type': 'application/octet-stream' }

/** The project's own image is what every caller has a ticket for. */
const image = (
  method: MachineDoor['method'],
  endpoint: NonNullable<MachineDoor['registry']>,
  below: string,
  more: Partial<MachineDoor> = {},
) => ({ kind: 'machine', method, url: `/v2/:project/${below}`, registry: endpoint, ...more }) as const

/** Tickets, and the container registry that they open. */
export const registry = {
  doors: {
    'ticket, to log in': {
      kind: 'machine',
      method: 'GET',
      url: '/jwt/auth?service=container_registry',
      ticket: 'by header',
    },
    'ticket, for an image': { kind: 'machine', method: 'GET', url: wish, ticket: 'by header' },
    'ticket, by form': {
      kind: 'machine',
      method: 'POST',
      url: '/jwt/auth',
      ticket: 'by form',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    },
    'ticket, by password': { kind: 'machine', method: 'GET', url: wish },
    'ticket, by cookie': { kind: 'machine', method: 'GET', url: wish, byCookie: true },
    'ticket, no such method': { kind: 'machine', method: 'PUT', url: '/jwt/auth' },
    'registry, base': { kind: 'machine', method: 'GET', url: '/v2/', registry: 'base' },
    'registry, base, head': { kind: 'machine', method: 'HEAD', url: '/v2/', registry: 'base' },
    'registry, without a ticket': { kind: 'machine', method: 'GET', url: '/v2/:project/tags/list' },
    'registry, catalog': { kind: 'machine', method: 'GET', url: '/v2/_catalog', registry: 'catalog' },
    'registry, no such endpoint': { kind: 'machine', method: 'GET', url: '/v2/:project' },
    'registry, no such method': { kind: 'machine', method: 'PUT', url: '/v2/:project/tags/list' },
    'registry, no such project': {
      kind: 'machine',
      method: 'GET',
      url: '/v2/:project-that-is-not/tags/list',
      registry: 'tags',
    },
    'blob, get': image('GET', 'blob', 'blobs/:blob'),
    'blob, head': image('HEAD', 'blob', 'blobs/:blob'),
    'blob, delete': image('DELETE', 'blob', 'blobs/:made', {
      made: ({ places }) => pushContent(places.project),
    }),
    'upload, begin': image('POST', 'uploads', 'blobs/uploads/'),
    'upload, all at once': image('POST', 'uploads', `blobs/uploads/?digest=${digestOf('matrix')}`, {
      headers: bytes,
      body: 'matrix',
    }),
    'upload, state': image('GET', 'upload', 'blobs/uploads/:made', { made: beginUpload, isOwn: true }),
    'upload, chunk': image('PATCH', 'upload', 'blobs/uploads/:made', {
      made: beginUpload,
      headers: bytes,
      body: 'matrix',
    }),
    'upload, end': image('PUT', 'upload', `blobs/uploads/:made?digest=${digestOf('matrix')}`, {
      made: beginUpload,
      headers: bytes,
      body: 'matrix',
    }),
    'upload, cancel': image('DELETE', 'upload', 'blobs/uploads/:made', { made: beginUpload }),
    'manifest, get': image('GET', 'manifest', 'manifests/:manifest'),
    'manifest, head': image('HEAD', 'manifest', 'manifests/:manifest'),
    'manifest, put': image('PUT', 'manifest', 'manifests/matrix', {
      headers: { 'content-type': ociManifest },
      body: ({ image: { blob } }) => manifestOf(blob),
    }),
    'manifest, delete': image('DELETE', 'manifest', 'manifests/:made', {
      made: async ({ places }) => (await pushImage(places.project)).manifest,
    }),
    'tag, delete': image('DELETE', 'manifest', 'manifests/:made', {
      made: async ({ places }) => (await pushImage(places.project)).tag,
    }),
    'tags, list': image('GET', 'tags', 'tags/list'),
    referrers: image('GET', 'referrers', 'referrers/:manifest'),
  },
  forPeople: {
    private: `
                                nobody ended outsider guest planner reporter developer maintainer owner admin
    ticket, to log in           403    403   200      …
    ticket, for an image        403    403   200      …
    ticket, by form             400    400   200      …
    ticket, by password         403    403   401      …
    ticket, by cookie           403    …
    ticket, no such method      405    …
    registry, base              401    401   200      …
    registry, base, head        401    401   200      …
    registry, without a ticket  401    …
    registry, catalog           401    401   401      401   401     401      401       401        401   200
    registry, no such endpoint  404    …
    registry, no such method    405    …
    registry, no such project   401    …
    blob, get                   401    401   401      401   401     200      …
    blob, head                  401    401   401      401   401     200      …
    blob, delete                401    401   401      401   401     401      401       202        202   202
    upload, begin               401    401   401      401   401     401      202       202        202   202
    upload, all at once         401    401   401      401   401     401      201       201        201   201
    upload, state               401    401   401      401   401     401      204       204        204   204
    upload, chunk               401    401   401      401   401     401      202       202        202   202
    upload, end                 401    401   401      401   401     401      201       201        201   201
    upload, cancel              401    401   401      401   401     401      204       204        204   204
    manifest, get               401    401   401      401   401     200      …
    manifest, head              401    401   401      401   401     200      …
    manifest, put               401    401   401      401   401     401      201       201        201   201
    manifest, delete            401    401   401      401   401     401      401       202        202   202
    tag, delete                 401    401   401      401   401     401      401       202        202   202
    tags, list                  401    401   401      401   401     200      …
    referrers                   401    401   401      401   401     200      …
    `,
    internal: `
                                nobody ended outsider guest planner reporter developer maintainer owner admin
    blob, get                   401    401   200      …
    blob, head                  401    401   200      …
    manifest, get               401    401   200      …
    manifest, head              401    401   200      …
    tags, list                  401    401   200      …
    referrers                   401    401   200      …
    `,
    public: `
                                nobody ended outsider guest planner reporter developer maintainer owner admin
    ticket, for an image        200    …
    ticket, by password         200    200   401      …
    ticket, by cookie           200    …
    registry, base              200    …
    registry, base, head        200    …
    blob, get                   200    …
    blob, head                  200    …
    manifest, get               200    …
    manifest, head              200    …
    tags, list                  200    …
    referrers                   200    …
    `,
  },
  // no visibility changes anything: a token reaches a project or it does not
  forTokens: {
    private: `
                                repo reg wreg pkg wpkg all lacking here above below sibling other expired revoked misnamed unknown
    ticket, to log in           403  200 200  401 401  200 200     200  200   200   200     200   401     401     401      401
    ticket, for an image        403  200 200  401 401  200 200     200  200   200   200     200   401     401     401      401
    ticket, by form             403  200 200  401 401  200 200     200  200   200   200     200   401     401     401      401
    ticket, by password         403  200 200  401 401  200 200     200  200   200   200     200   401     401     401      401
    ticket, by cookie           403  200 200  401 401  200 200     200  200   200   200     200   401     401     401      401
    ticket, no such method      405  …
    registry, base              401  200 200  401 401  200 200     200  200   200   200     200   401     401     401      401
    registry, base, head        401  200 200  401 401  200 200     200  200   200   200     200   401     401     401      401
    registry, without a ticket  401  …
    registry, catalog           401  …
    registry, no such endpoint  404  …
    registry, no such method    405  …
    registry, no such project   401  …
    blob, get                   401  200 401  401 401  200 200     200  200   401   401     401   401     401     401      401
    blob, head                  401  200 401  401 401  200 200     200  200   401   401     401   401     401     401      401
    blob, delete                401  …
    upload, begin               401  401 202  401 401  202 202     202  202   401   401     401   401     401     401      401
    upload, all at once         401  401 201  401 401  201 201     201  201   401   401     401   401     401     401      401
    upload, state               401  401 204  401 401  204 204     204  204   401   401     401   401     401     401      401
    upload, chunk               401  401 202  401 401  202 202     202  202   401   401     401   401     401     401      401
    upload, end                 401  401 201  401 401  201 201     201  201   401   401     401   401     401     401      401
    upload, cancel              401  401 204  401 401  204 204     204  204   401   401     401   401     401     401      401
    manifest, get               401  200 401  401 401  200 200     200  200   401   401     401   401     401     401      401
    manifest, head              401  200 401  401 401  200 200     200  200   401   401     401   401     401     401      401
    manifest, put               401  401 201  401 401  201 201     201  201   401   401     401   401     401     401      401
    manifest, delete            401  …
    tag, delete                 401  …
    tags, list                  401  200 401  401 401  200 200     200  200   401   401     401   401     401     401      401
    referrers                   401  200 401  401 401  200 200     200  200   401   401     401   401     401     401      401
    `,
  },
} as const satisfies Rows

/** An upload of the caller's own: nobody else's is there for them. */
async function beginUpload({ places }: World, proof: Record<string, string>): Promise<string> {
  const url = `/v2/${places.project.fullPath}/blobs/uploads/`
  const answer = await send(url, { method: 'POST', headers: Object.entries(proof) })
  return answer.headers.get('docker-upload-uuid') ?? randomUUID()
}
