import type { ImageSearch, ImageTagSearch } from '@/lib/domain/container-list'
import type { Holder } from '@/lib/domain/holder'
import { indexMediaTypes } from '@/lib/domain/image-manifest'
import type { ImageRepository, ImageTag } from '@/lib/domain/image-repository'
import type { Page, PageWish } from '@/lib/domain/page'
import { type Connection, database, Prisma } from './client'
import { contains, orderBy, selectPage } from './pages'
import { isReadable } from './readable-projects'
import type { Viewer } from './tree'

const publishedAt = Prisma.sql`(SELECT max(t.updated_at) FROM container_tags t WHERE t.repository_id = c.id)`
/** The full name of image repository `c`: a path in lower case is what docker knows the project by. */
const imageName = Prisma.sql`rtrim(r.path_key || '/' || c.name, '/')`

const repositoryTables = Prisma.sql`container_repositories c JOIN projects p ON p.id = c.project_id
  JOIN groups g ON g.id = p.group_id JOIN routes r ON r.project_id = p.id`
/** Of all its images, where the blobs that they share are in another registry. */
const imageBytes = Prisma.sql`(SELECT sum(m.image_size) FROM container_manifests m
  WHERE m.repository_id = c.id AND m.media_type <> ALL (${indexMediaTypes}))`
const repositoryColumns = Prisma.sql`
  c.id, c.name, c.created_at AS "createdAt", ${publishedAt} AS "publishedAt",
  json_build_object('id', p.id, 'name', p.name, 'fullPath', r.path) AS project,
  (SELECT count(*)::int FROM container_tags t WHERE t.repository_id = c.id) AS "tagCount",
  (SELECT coalesce(sum(b.size), ${imageBytes}, 0)::float8 FROM container_blobs l JOIN blobs b ON b.digest = l.digest
   WHERE l.repository_id = c.id) AS size`

const repositoryOrders = {
  id: Prisma.sql`c.id`,
  // as docker's own lists, whatever the language of the database
  name: Prisma.sql`${imageName} COLLATE "C"`,
  published: publishedAt,
} as const satisfies Record<ImageSearch['orderBy'], Prisma.Sql>

/**
 * One page of the image repositories of a project that is open to the viewer, or of those below a group of which the
 * viewer may read the images: one statement.
 */
export function findRepositoryPage(
  holder: Holder,
  viewer: Viewer,
  search: ImageSearch,
  page: PageWish,
): Promise<Page<ImageRepository>> {
  const isThere =
    holder.kind === 'project'
      ? Prisma.sql`c.project_id = ${holder.id}`
      : Prisma.sql`g.traversal_ids @> ARRAY[${holder.id}::int] AND ${isReadable('read_images', viewer)}`
  const selection = {
    columns: repositoryColumns,
    from: Prisma.sql`FROM ${repositoryTables} WHERE ${isThere} AND ${contains(search.text, [imageName])}`,
    order: orderBy(repositoryOrders[search.orderBy], Prisma.sql`c.id`, search.sort),
  }
  return selectPage<ImageRepository>(selection, page)
}

/** The image repository of this number, whoever may see it. */
export async function findListedRepository(
  id: number,
  connection: Connection = database(),
): Promise<ImageRepository | undefined> {
  const [row] = await connection.$queryRaw<ImageRepository[]>`
    SELECT ${repositoryColumns} FROM ${repositoryTables} WHERE c.id = ${id}`
  return row
}

const tagOrders = {
  name: { asc: Prisma.sql`t.name ASC`, desc: Prisma.sql`t.name DESC` },
  published: {
    asc: Prisma.sql`t.updated_at ASC, t.name ASC`,
    desc: Prisma.sql`t.updated_at DESC, t.name DESC`,
  },
} as const satisfies Record<ImageTagSearch['orderBy'], unknown>

const tagColumns = Prisma.sql`
  t.name, t.updated_at AS "publishedAt", m.digest, m.media_type AS "mediaType", m.image_size::float8 AS size,
  m.platforms, m.publisher_name AS "publisherName", m.created_at AS "createdAt"`
// a left join: PostgreSQL counts tags without it
const tagTables = Prisma.sql`container_tags t LEFT JOIN container_manifests m ON m.id = t.manifest_id`

/** One page of the tags of an image repository: one statement, by name along the primary key. */
export function findTagPage(
  repositoryId: number,
  { text, orderBy, sort }: ImageTagSearch,
  page: PageWish,
): Promise<Page<ImageTag>> {
  const selection = {
    columns: tagColumns,
    from: Prisma.sql`FROM ${tagTables}
      WHERE t.repository_id = ${repositoryId} AND ${contains(text, [Prisma.sql`t.name`])}`,
    order: tagOrders[orderBy][sort],
  }
  return selectPage<ImageTag>(selection, page)
}

/** A tag with the bytes of its manifest. */
export async function findListedTag(
  repositoryId: number,
  name: string,
): Promise<(ImageTag & { content: Uint8Array }) | undefined> {
  const [row] = await database().$queryRaw<(ImageTag & { content: Uint8Array })[]>`
    SELECT ${tagColumns}, m.content FROM ${tagTables}
    WHERE t.repository_id = ${repositoryId} AND t.name = ${name}`
  return row
}

/** The names of the tags of these image repositories, by name, at most so many of each. One query. */
export async function listFirstTagNames(
  repositoryIds: readonly number[],
  namesMax: number,
): Promise<Map<number, string[]>> {
  const rows = await database().$queryRaw<{ id: number; names: string[] }[]>`
    SELECT c.id, ARRAY(SELECT t.name FROM container_tags t WHERE t.repository_id = c.id
      ORDER BY t.name LIMIT ${namesMax}) AS names
    FROM container_repositories c WHERE c.id = ANY (${[...repositoryIds]})`
  return new Map(rows.map(({ id, names }) => [id, names]))
}
