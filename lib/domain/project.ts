import { z } from 'zod'
import type { Resource } from './ability'
import { featureNames } from './feature'
import { pathSegment } from './namespace'
import { manyLines, oneLine } from './text'
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
  createdAt: Date
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

/** On several lines; it may be empty. */
export const placeDescription = manyLines('Description', 2000)

/** The form of a new group; `parent` is a full path, or '' for a group at the top. */
export const groupForm = z.object({ ...described, parent: z.string().max(10_000) })

/** The form of a new project in the group of that full path. */
export const projectForm = z.object({
  ...described,
  parent: z.string().min(1, { error: 'Group must be chosen' }).max(10_000),
  withReadme: z.boolean(),
})

/** Settings > General, "Naming, description". */
export const namingForm = z.object({
  name: described.name,
  description: placeDescription,
})

/** Settings > General, who may see it and what of it is switched off here. */
export const permissionsForm = z.object({
  visibility: described.visibility,
  disabledFeatures: z.array(z.enum(featureNames)).max(featureNames.length),
})

export const pathForm = z.object({ path: pathSegment })

/** A group or project on its way into another group; `parent` is a full path, or '' for a group that goes to the top. */
export const transferForm = z.object({ parent: z.string().max(10_000), confirmation: z.string().max(10_000) })

/** The full path, typed by hand, before something that cannot be undone. */
export const deletionForm = z.object({ confirmation: z.string().max(10_000) })

export type NamingFields = z.input<typeof namingForm>
export type Naming = z.output<typeof namingForm>
export type PermissionsFields = z.input<typeof permissionsForm>
export type Permissions = z.output<typeof permissionsForm>

export type GroupFields = z.input<typeof groupForm>
export type NewGroup = z.output<typeof groupForm>
export type ProjectFields = z.input<typeof projectForm>
export type NewProject = z.output<typeof projectForm>
