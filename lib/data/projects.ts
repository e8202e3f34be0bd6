import type { Feature } from '@/lib/domain/feature'
import { projectPathsOf } from '@/lib/domain/image-name'
import { pathKeyOf } from '@/lib/domain/namespace'
import type { Ancestor, Project } from '@/lib/domain/project'
import type { Visibility } from '@/lib/domain/visibility'
import { type Connection, database, Prisma } from './client'
import { disabledFeatures, isGroupArchived } from './features'
import type { PlaceChange } from './groups'
import { memberLevel } from './members'
import { movedFrom, takePath } from './redirects'

export interface ProjectRow {
  id: number
  name: string
  description: string
  visibility: Visibility
  defaultBranch: string
  fullPath: string
  traversalIds: number[]
  accessLevel: number
  disabledFeatures: Feature[]
  isArchived: boolean
  createdAt: Date
  ancestors: Ancestor[]
}

/** What a project's columns are read from: project `p`, its group `g`, its route `r`. */
export const projectTables = Prisma.sql`routes r JOIN projects p ON p.id = r.project_id JOIN groups g ON g.id = p.group_id`

/** The columns of a `ProjectRow` with the access level of this user (or of nobody). */
export function projectColumns(userId: number | undefined): Prisma.Sql {
  return Prisma.sql`
    p.id, p.name, p.description, p.visibility, p.default_branch AS "defaultBranch", p.created_at AS "createdAt",
    r.path AS "fullPath", g.traversal_ids AS "traversalIds",
    ${memberLevel(userId, Prisma.sql`p.id`)} AS "accessLevel",
    ${disabledFeatures(Prisma.sql`p.disabled_features`)} AS "disabledFeatures",
    p.archived_at IS NOT NULL OR ${isGroupArchived} AS "isArchived",
    (SELECT json_agg(json_build_object('name', a.name, 'fullPath', ar.path) ORDER BY cardinality(a.traversal_ids))
     FROM groups a JOIN routes ar ON ar.group_id = a.id WHERE a.id = ANY (g.traversal_ids)) AS ancestors`
}

/** The project at a full path, with its ancestors and the access level of this user (or of nobody), in one query. */
export function findProject(
  fullPath: string,
  userId: number | undefined,
  connection?: Connection,
): Promise<Project | undefined> {
  return findWhere(Prisma.sql`r.path_key = ${pathKeyOf(fullPath)}`, userId, connection)
}

/** The project that an image of this name would belong to, as `findProject`. */
export function findProjectOfImage(
  imageName: string,
  userId: number | undefined,
  connection?: Connection,
): Promise<Project | undefined> {
  return findWhere(isOfImage(imageName), userId, connection)
}

/** The same as the value of a column, which `toProject` reads, for a statement that finds more. */
export function projectOfImage(imageName: string, userId: number | undefined): Prisma.Sql {
  // one at most is there; told so, PostgreSQL keeps one plan for all lists of paths
  return Prisma.sql`(
    SELECT to_json(project) FROM (
      SELECT ${projectColumns(userId)} FROM ${projectTables} WHERE ${isOfImage(imageName)} LIMIT 1) AS project)`
}

export type ProjectColumn = (Omit<ProjectRow, 'createdAt'> & { createdAt: string }) | null

export function toProject(column: ProjectColumn): Project | undefined {
  return column ? { kind: 'project', ...column, createdAt: new Date(column.createdAt) } : undefined
}

function isOfImage(imageName: string): Prisma.Sql {
  return Prisma.sql`r.path_key = ANY (${projectPathsOf(imageName)})`
}

/** The projects that images of these names would belong to, by the name, as `findProject`: one query for all of them. */
export async function findProjectsOfImages(
  imageNames: readonly string[],
  userId: number | undefined,
): Promise<Map<string, Project>> {
  if (imageNames.length === 0) return new Map()
  const paths = imageNames.flatMap(projectPathsOf)
  const found = await findAllWhere(Prisma.sql`r.path_key = ANY (${paths})`, userId)
  const projects = new Map(found.map((project) => [pathKeyOf(project.fullPath), project]))
  const named = imageNames.flatMap((name) => {
    const project = projectPathsOf(name)
      .map((path) => projects.get(path))
      .find(Boolean)
    return project ? [[name, project] as const] : []
  })
  return new Map(named)
}

/** The project of this number, as `findProject`. */
export function findProjectById(
  id: number,
  userId: number | undefined,
  connection?: Connection,
): Promise<Project | undefined> {
  return findWhere(Prisma.sql`r.project_id = ${id}`, userId, connection)
}

/** The project that had this full path before, where nothing has it now, as `findProject`. */
export function findMovedProject(fullPath: string, userId: number | undefined): Promise<Project | undefined> {
  return findWhere(Prisma.sql`r.project_id = (${movedFrom('project_id', fullPath)})`, userId)
}

async function findWhere(
  condition: Prisma.Sql,
  userId: number | undefined,
  connection?: Connection,
): Promise<Project | undefined> {
  return (await findAllWhere(condition, userId, connection))[0]
}

async function findAllWhere(
  condition: Prisma.Sql,
  userId: number | undefined,
  connection: Connection = database(),
): Promise<Project[]> {
  const rows = await connection.$queryRaw<ProjectRow[]>`
    SELECT ${projectColumns(userId)} FROM ${projectTables} WHERE ${condition}`
  return rows.map((row) => ({ kind: 'project', ...row }))
}

export interface ProjectRecord {
  groupId: number
  path: string
  fullPath: string
  name: string
  description: string
  visibility: Visibility
  disabledFeatures?: Feature[]
}

/** Adds a project and its route, and ends redirects from there; a taken path is Prisma's unique error over `path_key`. */
export async function insertProject(tx: Connection, project: ProjectRecord): Promise<number> {
  const { fullPath, ...columns } = project
  await takePath(tx, fullPath)
  const row = await tx.project.create({
    data: { ...columns, route: { create: { path: fullPath, pathKey: pathKeyOf(fullPath) } } },
    select: { id: true },
  })
  return row.id
}

/** Names the branch that a clone checks out. */
export async function setDefaultBranch(projectId: number, defaultBranch: string): Promise<void> {
  await database().project.update({ where: { id: projectId }, data: { defaultBranch } })
}

/** Changes what stands in the project's own row. */
export async function updateProject(tx: Connection, id: number, change: PlaceChange): Promise<void> {
  await tx.project.update({ where: { id }, data: change, select: { id: true } })
}
