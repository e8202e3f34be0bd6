import type { Group, Project } from '@/lib/domain/project'
import { ddl, sql } from './fixtures'

// What stands in the tables about a group or project, for acts that change it.

/** The events about a place as a whole, the oldest first. */
export function eventsOf({ kind, id }: Pick<Project | Group, 'kind' | 'id'>) {
  return sql`SELECT * FROM audit_events WHERE target_type = ${kind} AND target_id = ${id} ORDER BY id`
}

/** The full path a place has now, and the paths that lead on to it. */
export async function pathsOf({ kind, id }: Pick<Project | Group, 'kind' | 'id'>) {
  const column = kind === 'group' ? 'group_id' : 'project_id'
  const paths = async (table: 'routes' | 'redirects') =>
    (
      await sql<{ path: string; owner: number }>`
        SELECT path, CASE ${column} WHEN 'group_id' THEN group_id ELSE project_id END AS owner
        FROM (SELECT 'routes' AS "table", path, group_id, project_id FROM routes
          UNION ALL SELECT 'redirects', path, group_id, project_id FROM redirects) paths
        WHERE "table" = ${table} ORDER BY path`
    ).flatMap(({ path, owner }) => (owner === id ? [path] : []))
  return { now: (await paths('routes'))[0], before: await paths('redirects') }
}

/** Fails where the tree contradicts itself: chains that are not their parents', routes that are not their chains'. */
export async function contradictions(): Promise<unknown[]> {
  return sql`
    SELECT 'chain' AS what, g.id FROM groups g LEFT JOIN groups p ON p.id = g.parent_id
    WHERE g.traversal_ids <> coalesce(p.traversal_ids, '{}') || g.id
    UNION ALL
    SELECT 'route', r.id FROM routes r LEFT JOIN projects p ON p.id = r.project_id
      JOIN groups g ON g.id = coalesce(p.group_id, r.group_id)
    WHERE r.path <> (SELECT string_agg(a.path, '/' ORDER BY cardinality(a.traversal_ids))
      FROM groups a WHERE a.id = ANY (g.traversal_ids)) || coalesce('/' || p.path, '') OR r.path_key <> lower(r.path)
    UNION ALL
    SELECT 'redirect to itself', d.id FROM redirects d JOIN routes r ON r.path_key = d.path_key
    UNION ALL
    SELECT 'no route', g.id FROM groups g WHERE NOT EXISTS (SELECT FROM routes r WHERE r.group_id = g.id)`
}

/** Runs `work` while no event about something of this name can be written. */
export async function withoutAudit(name: string, work: () => Promise<void>): Promise<void> {
  await ddl(`CREATE TRIGGER refuse_events BEFORE INSERT ON audit_events
    FOR EACH ROW WHEN (NEW.target_name = '${name}') EXECUTE FUNCTION refuse_change()`)
  try {
    await work()
  } finally {
    await ddl('DROP TRIGGER refuse_events ON audit_events')
  }
}
