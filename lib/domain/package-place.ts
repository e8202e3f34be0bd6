import type { PlaceName } from './holder'

/** Where a client looks for packages: in a project, in all projects below a group, or in all of the instance. */
export type PackagePlace = { kind: 'project' | 'group'; name: PlaceName } | { kind: 'instance' }
