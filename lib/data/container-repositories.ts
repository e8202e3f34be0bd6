import { type Connection, Prisma } from './client'

/** The number of the repository that holds the images of this name below a project; undefined before the first push. */
export async function findContainerRepository(
  connection: Connection,
  projectId: number,
  name: string,
): Promise<number | undefined> {
  const where = { projectId_name: { projectId, name } }
  return (await connection.containerRepository.findUnique({ where, select: { id: true } }))?.id
}

/** The number of that repository, which begins here if it was not there yet. Its row is locked. */
export async function ensureContainerRepository(
  tx: Connection,
  projectId: number,
  name: string,
): Promise<number> {
  const [row] = await tx.$queryRaw<{ id: number }[]>`
    WITH ${repositoryQueries(projectId, name)} SELECT id FROM repository`
  if (!row) throw new Error('the repository was neither found nor made')
  return row.id
}

/** The queries of a WITH whose last, `repository`, does what `ensureContainerRepository` does, for a statement that does more. */
export function repositoryQueries(projectId: number, name: string): Prisma.Sql {
  // one that is there is only looked at: who pushes many layers at once would wait for each in turn
  return Prisma.sql`
    found AS (SELECT id FROM container_repositories WHERE project_id = ${projectId} AND name = ${name}),
    made AS (
      INSERT INTO container_repositories (project_id, name)
      SELECT ${projectId}, ${name} WHERE NOT EXISTS (SELECT FROM found)
      ON CONFLICT (project_id, name) DO UPDATE SET name = excluded.name RETURNING id),
    repository AS (SELECT id FROM found UNION ALL SELECT id FROM made)`
}

/**
 * As `findContainerRepository`, for whoever takes manifests or tags away: those who change the same repository do it
 * one after the other, as `ensureContainerRepository` locks its row too.
 */
export async function lockContainerRepository(
  tx: Connection,
  projectId: number,
  name: string,
): Promise<number | undefined> {
  const [row] = await tx.$queryRaw<{ id: number }[]>`
    SELECT id FROM container_repositories WHERE project_id = ${projectId} AND name = ${name} FOR NO KEY UPDATE`
  return row?.id
}

/**
 * At most `limit` full names of repositories of all projects after `after`, in the order of their bytes. It reads them
 * all, as they are put together from paths that move; only an administrator asks.
 */
export async function listImageNames(
  connection: Connection,
  { after, limit }: { after: string; limit: number },
): Promise<string[]> {
  const rows = await connection.$queryRaw<{ name: string }[]>`
    SELECT name FROM (
      SELECT (p.path_key || CASE r.name WHEN '' THEN '' ELSE '/' || r.name END) COLLATE "C" AS name
      FROM container_repositories r JOIN routes p ON p.project_id = r.project_id
    ) AS images WHERE name > ${after} ORDER BY name LIMIT ${limit}`
  return rows.map(({ name }) => name)
}
