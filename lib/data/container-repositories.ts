import type { Connection } from './client'

/** The number of the repository that holds the images of this name below a project; undefined before the first push. */
export async function findContainerRepository(
  connection: Connection,
  projectId: number,
  name: string,
): Promise<number | undefined> {
  const where = { projectId_name: { projectId, name } }
  return (await connection.containerRepository.findUnique({ where, select: { id: true } }))?.id
}

/** The number of that repository, which begins here if it was not there yet. */
export async function ensureContainerRepository(
  tx: Connection,
  projectId: number,
  name: string,
): Promise<number> {
  // one that is there is only looked at: who pushes many layers at once would wait for each in turn
  const [row] = await tx.$queryRaw<{ id: number }[]>`
    WITH found AS (SELECT id FROM container_repositories WHERE project_id = ${projectId} AND name = ${name}),
      made AS (
        INSERT INTO container_repositories (project_id, name)
        SELECT ${projectId}, ${name} WHERE NOT EXISTS (SELECT FROM found)
        ON CONFLICT (project_id, name) DO UPDATE SET name = excluded.name RETURNING id)
    SELECT id FROM found UNION ALL SELECT id FROM made`
  if (!row) throw new Error('the repository was neither found nor made')
  return row.id
}
