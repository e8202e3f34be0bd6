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
  const [row] = await tx.$queryRaw<{ id: number }[]>`
    INSERT INTO container_repositories (project_id, name) VALUES (${projectId}, ${name})
    ON CONFLICT (project_id, name) DO UPDATE SET name = excluded.name RETURNING id`
  if (!row) throw new Error('the repository was neither found nor made')
  return row.id
}
