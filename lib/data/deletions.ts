import type { Doer } from '@/lib/domain/audit-event'
import type { Group, Project } from '@/lib/domain/project'
import { type Connection, database, Prisma } from './client'
import { groupsOf, isInSubtree, projectsOf } from './subtrees'

type Place = Project | Group

/**
 * Until this transaction ends nobody adds a token or a member to a group or project, or to anything below it, and
 * nobody revokes a token there: who does has the token before the log, and so does who deletes it.
 */
export async function lockSubtree(tx: Connection, place: Place): Promise<void> {
  await tx.$queryRaw`SELECT id FROM groups WHERE id IN (${groupsOf(place)}) FOR UPDATE`
  await tx.$queryRaw`SELECT id FROM projects WHERE id IN (${projectsOf(place)}) FOR UPDATE`
  await tx.$executeRaw`
    SELECT id FROM deploy_tokens t WHERE ${isInSubtree(place, Prisma.sql`t`)} ORDER BY id FOR UPDATE`
}

/**
 * Writes down, before a group or project is deleted, that each live deploy token of it and of everything below ends,
 * and gives their number: one statement, whatever it is.
 */
export function auditEndOfTokens(tx: Connection, place: Place, doer: Doer): Promise<number> {
  return tx.$executeRaw`
    INSERT INTO audit_events (action, actor_id, actor_name, address, target_type, target_id, target_name,
      project_id, group_ids, place_path, before, after)
    SELECT 'deploy_token_revoked', ${doerColumns(doer)}, 'deploy_token', t.id, t.name,
      t.project_id, g.traversal_ids, r.path,
      jsonb_build_object('username', coalesce(t.username, 'gitlab+deploy-token-' || t.id), 'scopes', t.scopes,
        'expires_at', to_char(t.expires_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')),
      jsonb_build_object('reason', ${`${place.kind} deleted`}::text)
    FROM deploy_tokens t JOIN routes r ON r.project_id = t.project_id OR r.group_id = t.group_id
      LEFT JOIN projects p ON p.id = t.project_id JOIN groups g ON g.id = coalesce(t.group_id, p.group_id)
    WHERE ${isInSubtree(place, Prisma.sql`t`)} AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > now())
    ORDER BY t.id`
}

/** Writes down that everything below a group is deleted with it, each in its own place. One statement. */
export async function auditEndOfContents(tx: Connection, { kind, id }: Place, doer: Doer): Promise<void> {
  if (kind === 'project') return
  await tx.$executeRaw`
    INSERT INTO audit_events (action, actor_id, actor_name, address, target_type, target_id, target_name,
      project_id, group_ids, place_path, before, after)
    SELECT CASE WHEN p.id IS NULL THEN 'group_deleted' ELSE 'project_deleted' END, ${doerColumns(doer)},
      CASE WHEN p.id IS NULL THEN 'group' ELSE 'project' END, coalesce(p.id, g.id), coalesce(p.name, g.name),
      p.id, g.traversal_ids, r.path,
      jsonb_build_object('name', coalesce(p.name, g.name), 'path', r.path, 'visibility', coalesce(p.visibility, g.visibility)),
      jsonb_build_object('reason', 'group deleted')
    FROM routes r LEFT JOIN projects p ON p.id = r.project_id JOIN groups g ON g.id = coalesce(r.group_id, p.group_id)
    WHERE g.traversal_ids @> ARRAY[${id}::int] AND r.group_id IS DISTINCT FROM ${id}
    ORDER BY cardinality(g.traversal_ids), r.path_key`
}

function doerColumns({ id, username, address }: Doer): Prisma.Sql {
  return Prisma.sql`${id}::int, ${username}::text, ${address}::text`
}

/**
 * Deletes a group with everything below it, or a project, with the routes, redirects, members and tokens of all of it.
 * Gives the ids of the projects, whose repositories are now nobody's.
 */
export async function deletePlace(tx: Connection, place: Place): Promise<number[]> {
  const projects = await tx.$queryRaw<{ id: number }[]>`
    DELETE FROM projects WHERE id IN (${projectsOf(place)}) RETURNING id`
  await tx.$executeRaw`DELETE FROM groups WHERE id IN (${groupsOf(place)})`
  return projects.map(({ id }) => id)
}

/** Those of these numbers under which there was a project that has been deleted, by this database's own log. */
export async function listDeletedProjects(ids: readonly number[]): Promise<number[]> {
  const rows = await database().$queryRaw<{ id: number }[]>`
    SELECT DISTINCT e.project_id AS id FROM audit_events e
    WHERE e.project_id = ANY (${[...ids]}::int[]) AND e.action = 'project_deleted'
      AND NOT EXISTS (SELECT FROM projects p WHERE p.id = e.project_id)`
  return rows.map(({ id }) => id)
}
