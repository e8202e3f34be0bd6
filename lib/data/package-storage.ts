import { type Connection, database, type Transaction } from './client'

/** Until this transaction ends nobody else who asks for this gets it: what a project's packages take up then only shrinks. */
export async function holdPackageStorage(tx: Transaction, projectId: number): Promise<void> {
  const lock = `latchkey packages of project ${projectId}`
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${lock}, 0))`
}

/** Bytes of the files of a project's packages. */
export async function sumPackageBytes(
  projectId: number,
  connection: Connection = database(),
): Promise<number> {
  const [sum] = await connection.$queryRaw<{ bytes: number }[]>`
    SELECT coalesce(sum(f.size), 0)::float8 AS bytes
    FROM packages k JOIN package_versions v ON v.package_id = k.id JOIN package_files f ON f.version_id = v.id
    WHERE k.project_id = ${projectId}`
  return sum?.bytes ?? 0
}
