import { Prisma } from './client'

const offInInstance = Prisma.sql`
  SELECT jsonb_array_elements_text(value) FROM settings WHERE key = 'disabled_features'`

/**
 * The features that are off for what stands in group `g`: by the instance, by `g`, by a group above it, and by
 * `own`, an SQL array. Every query that needs them uses this one.
 */
export function disabledFeatures(own: Prisma.Sql = Prisma.sql`ARRAY[]::text[]`): Prisma.Sql {
  return Prisma.sql`ARRAY(
    SELECT unnest(a.disabled_features) FROM groups a WHERE a.id = ANY (g.traversal_ids)
    UNION SELECT unnest(${own}) UNION ${offInInstance})`
}

/** Whether group `g`, or one above it, is archived. */
export const isGroupArchived = Prisma.sql`EXISTS (
  SELECT FROM groups a WHERE a.id = ANY (g.traversal_ids) AND a.archived_at IS NOT NULL)`
