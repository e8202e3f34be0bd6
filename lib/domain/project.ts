import { z } from 'zod'
import type { Resource } from './ability'
import { pathSegment } from './namespace'
import { oneLine } from './text'
import { visibilities } from './visibility'

/** A group above something, for breadcrumbs. */
export interface Ancestor {
  name: string
  fullPath: string
}

interface Described extends Resource {
  name: string
  fullPath: string
  description: string
  /** The groups it stands in, the outermost first. */
  ancestors: Ancestor[]
}

export interface Project extends Described {
  kind: 'project'
  defaultBranch: string
}

export interface Group extends Described {
  kind: 'group'
}

const described = {
  name: oneLine('Name', 255),
  path: pathSegment,
  visibility: z.enum(visibilities),
}

/** The form of a new group; `parent` is a full path, or '' for a group at the top. */
export const groupForm = z.object({ ...described, parent: z.string().max(10_000) })

/** The form of a new project in the group of that full path. */
export const projectForm = z.object({
  ...described,
  parent: z.string().min(1, { error: 'Group must be chosen' }).max(10_000),
  withReadme: z.boolean(),
})

export type GroupFields = z.input<typeof groupForm>
export type NewGroup = z.output<typeof groupForm>
export type ProjectFields = z.input<typeof projectForm>
export type NewProject = z.output<typeof projectForm>
