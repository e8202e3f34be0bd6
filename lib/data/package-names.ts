import type { PackageType } from '@/lib/domain/package'
import type { Project } from '@/lib/domain/project'
import type { Transaction } from './client'

/**
 * Whether another project below this one's top group has a package of this name; nobody else who asks that of the same name
 * is answered before this transaction ends.
 */
export async function isNameTaken(
  tx: Transaction,
  { id, traversalIds }: Pick<Project, 'id' | 'traversalIds'>,
  type: PackageType,
  nameKey: string,
): Promise<boolean> {
  const [groupId = 0] = traversalIds
  const lock = `latchkey package ${groupId} ${type} ${nameKey}`
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${lock}, 0))`
  const taken = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM packages k JOIN projects p ON p.id = k.project_id JOIN groups g ON g.id = p.group_id
    WHERE k.type = ${type} AND k.name_key = ${nameKey} AND p.id <> ${id} AND g.traversal_ids @> ARRAY[${groupId}::int] LIMIT 1`
  return taken.length > 0
}
