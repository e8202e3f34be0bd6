import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  makeGroup,
  makeMember,
  makePersonalToken,
  makeProject,
  makeUser,
  sql,
  unique,
} from '@/e2e/support/fixtures'
import {
  describeContent,
  type ImageClient,
  linkBlobs,
  ociConfig,
  ociIndex,
  ociManifest,
  openImageClient,
  sha256,
} from '@/e2e/support/images'
import { send } from '@/e2e/support/machine-request'
import type { UserActor } from '@/lib/domain/actor'
import type { Group, Project } from '@/lib/domain/project'
import { authenticate } from '@/lib/services/access/authenticate'

// The lists of the registry by the real handlers, with real tickets; blobs are rows.

const config = describeContent('{}', ociConfig)
const image = (rest = {}) => JSON.stringify({ schemaVersion: 2, config, layers: [], ...rest })

let group: Group
let project: Project
let maintainer: UserActor
let name: string
let path: string
let client: ImageClient

beforeAll(async () => {
  group = await makeGroup()
  project = await makeProject(group)
  maintainer = await makeMember(group, 'Maintainer')
})
beforeEach(async () => {
  name = unique('image')
  path = `${project.fullPath}/${name}`
  client = await clientOf(maintainer, path)
  await linkBlobs(project, name, [config])
})

async function clientOf(user: UserActor, imageName: string): Promise<ImageClient> {
  return openImageClient(
    await authenticate((await makePersonalToken(user)).credentials, '192.0.2.1'),
    imageName,
  )
}

/** Where the header says that the list goes on. */
function nextOf(answer: Response): string | undefined {
  return /^<([^>]+)>; rel="next"$/.exec(answer.headers.get('link') ?? '')?.[1]
}

/** What every page of a list holds, following its links from the first. */
async function pagesOf<Entry>(first: string, read: (body: never) => Entry[]): Promise<Entry[][]> {
  const pages: Entry[][] = []
  for (let target: string | undefined = first; target !== undefined; ) {
    const answer: Response = await client.send(target)
    expect(answer.status).toBe(200)
    pages.push(read((await answer.json()) as never))
    target = nextOf(answer)
  }
  return pages
}

describe('tags', () => {
  const tags = ['a', 'B', '_', 'a.1', 'a-1', 'Z', '0']
  const inOrder = ['0', 'B', 'Z', '_', 'a', 'a-1', 'a.1']
  const read = (body: { tags: string[] }) => body.tags
  beforeEach(async () => {
    for (const tag of tags) expect((await client.put(tag, image())).status).toBe(201)
  })

  test('are listed in the order of their bytes', async () => {
    const answer = await client.send('tags/list')
    expect(await answer.json()).toEqual({ name: path, tags: inOrder })
    expect(answer.headers.get('link')).toBeNull()
  })

  test.each([1, 2, 3, 7])('are listed by pages of %i, which lead to one another', async (n) => {
    const pages = await pagesOf(`tags/list?n=${n}`, read)
    expect(pages.flat()).toEqual(inOrder)
    expect(pages).toHaveLength(Math.ceil(7 / n))
  })

  test.each<[string, string[]]>([
    ['n=0', []],
    ['last=Z', ['_', 'a', 'a-1', 'a.1']],
    ['last=Y', ['Z', '_', 'a', 'a-1', 'a.1']],
    ['n=2&last=Z', ['_', 'a']],
    ['last=zzz', []],
    ['n=2147483647', inOrder],
    ['n=1000000000', inOrder],
  ])('by %s are these', async (query, expected) => {
    const answer = await client.send(`tags/list?${query}`)
    expect(read((await answer.json()) as { tags: string[] })).toEqual(expected)
  })

  test.each(['n=-1', 'n=abc', 'n=1.5', 'n=', 'n=0x1', 'n=abc&last=%00', 'last=%00'])(
    'by %s are refused',
    async (query) => {
      const answer = await client.send(`tags/list?${query}`)
      expect(answer.status).toBe(400)
      expect(await answer.text()).toContain('PAGINATION_NUMBER_INVALID')
    },
  )

  test('are at most a thousand, with a link to the others', async () => {
    await sql`INSERT INTO container_tags (repository_id, name, manifest_id)
      SELECT t.repository_id, 'many-' || n, t.manifest_id FROM container_tags t
      JOIN container_repositories r ON r.id = t.repository_id, generate_series(1, 1000) n
      WHERE r.name = ${name} AND t.name = 'a'`
    for (const query of ['', '?n=5000'])
      expect((await pagesOf(`tags/list${query}`, read)).map(({ length }) => length)).toEqual([1000, 7])
  })

  test('of an image that nobody pushed are those of an unknown name', async () => {
    const answer = await (await clientOf(maintainer, `${project.fullPath}/none`)).send('tags/list')
    expect(answer.status).toBe(404)
    expect(await answer.text()).toContain('NAME_UNKNOWN')
  })

  test('are shown to nobody without a ticket', async () => {
    expect((await send(`/v2/${path}/tags/list`)).status).toBe(401)
  })
})

describe('referrers', () => {
  const subject = { ...describeContent(image(), ociManifest) }
  const about = (rest = {}) => image({ subject, artifactType: 'text/x-sbom', ...rest })
  const read = (body: { manifests: { digest: string }[] }) => body.manifests.map(({ digest }) => digest)

  test('are told before their subject is there, while it is, and after', async () => {
    const referrer = about({ annotations: { by: '<script>' } })
    const pushed = await client.put(sha256(referrer), referrer)
    expect(pushed.headers.get('oci-subject')).toBe(subject.digest)
    const expected = {
      schemaVersion: 2,
      mediaType: ociIndex,
      manifests: [
        {
          ...describeContent(referrer, ociManifest),
          artifactType: 'text/x-sbom',
          annotations: { by: '<script>' },
        },
      ],
    }
    const list = async () => (await client.send(`referrers/${subject.digest}`)).json()
    expect(await list()).toEqual(expected)
    await client.put('v1', image())
    expect(await list()).toEqual(expected)
    await client.send(`manifests/${subject.digest}`, { method: 'DELETE' })
    expect(await list()).toEqual(expected)
    await client.send(`manifests/${sha256(referrer)}`, { method: 'DELETE' })
    expect(await list()).toEqual({ ...expected, manifests: [] })
  })

  test('of what nobody pushed are an empty index', async () => {
    for (const each of [client, await clientOf(maintainer, `${project.fullPath}/none`)]) {
      const answer = await each.send(`referrers/${sha256('nothing')}`)
      expect(answer.status).toBe(200)
      expect(answer.headers.get('content-type')).toBe(ociIndex)
      expect(await answer.json()).toEqual({ schemaVersion: 2, mediaType: ociIndex, manifests: [] })
    }
  })

  test('can be had of one artifact type, which for an image is that of its config', async () => {
    const [sbom, plain] = [about(), about({ artifactType: undefined })]
    for (const text of [sbom, plain]) await client.put(sha256(text), text)
    const ask = (type: string) =>
      client.send(`referrers/${subject.digest}?artifactType=${encodeURIComponent(type)}`)
    const answer = await ask('text/x-sbom')
    expect(answer.headers.get('oci-filters-applied')).toBe('artifactType')
    expect(read((await answer.json()) as never)).toEqual([sha256(sbom)])
    expect(read((await (await ask(ociConfig)).json()) as never)).toEqual([sha256(plain)])
    expect(read((await (await ask('text/none')).json()) as never)).toEqual([])
    expect((await ask('\0')).status).toBe(400)
    const all = await client.send(`referrers/${subject.digest}`)
    expect(all.headers.get('oci-filters-applied')).toBeNull()
  })

  test('come by pages, which lead to one another and keep the filter', async () => {
    const texts = ['a', 'b', 'c', 'd', 'e'].map((by) => about({ annotations: { by } }))
    for (const text of texts) await client.put(sha256(text), text)
    const pages = await pagesOf(`referrers/${subject.digest}?n=2&artifactType=text%2Fx-sbom`, read)
    expect(pages.map(({ length }) => length)).toEqual([2, 2, 1])
    expect(pages.flat()).toEqual(texts.map(sha256).sort())
  })

  test('that say much of themselves come a few at a time', async () => {
    const long = 'x'.repeat(1_500_000)
    const texts = ['a', 'b', 'c', 'd'].map((by) => about({ annotations: { by, long } }))
    for (const text of texts) expect((await client.put(sha256(text), text)).status).toBe(201)
    const pages = await pagesOf(`referrers/${subject.digest}`, read)
    expect(pages.map(({ length }) => length)).toEqual([3, 1])
    expect(pages.flat()).toEqual(texts.map(sha256).sort())
  })

  test('in another image are not told of', async () => {
    await client.put(sha256(about()), about())
    const other = await makeProject(group)
    await linkBlobs(other, name, [config])
    for (const imageName of [`${other.fullPath}/${name}`, `${project.fullPath}/${unique('other')}`]) {
      const answer = await (await clientOf(maintainer, imageName)).send(`referrers/${subject.digest}`)
      expect(read((await answer.json()) as never)).toEqual([])
    }
  })

  test.each(['sha256:abc', 'latest', `md5:${'0'.repeat(32)}`, '%00'])('of %s are refused', async (digest) => {
    const answer = await client.send(`referrers/${digest}`)
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain('DIGEST_INVALID')
  })
})

describe('the catalog', () => {
  const read = (body: { repositories: string[] }) => body.repositories

  test('names the images of all projects to an administrator, by pages', async () => {
    await linkBlobs(project, '', [config])
    const admin = await clientOf(await makeUser({ isAdmin: true }), path)
    const names: string[] = []
    for (let target: string | undefined = '/v2/_catalog?n=3'; target !== undefined; ) {
      const answer: Response = await admin.send(target)
      const page = read((await answer.json()) as never)
      expect(page.length).toBeLessThanOrEqual(3)
      names.push(...page)
      target = nextOf(answer)
    }
    expect(names).toContain(path)
    expect(names).toContain(project.fullPath)
    expect(names).toEqual([...new Set(names)].sort())
    expect((await admin.send('/v2/_catalog?n=-1')).status).toBe(400)
    expect((await admin.send('/v2/_catalog?n=2147483647')).status).toBe(200)
  })

  test('is shown to nobody else', async () => {
    for (const answer of [await client.send('/v2/_catalog'), await send('/v2/_catalog')]) {
      expect(answer.status).toBe(401)
      expect(await answer.text()).not.toContain(name)
    }
  })
})
