import { z } from 'zod'
import { listQuery } from './list-query'
import { type PackageType, packageTypeNames } from './package'

/** How the packages of a project or group are listed, as the page's own address says it: the latest first. */
export const packageListQuery = listQuery(
  ['published', 'name', 'version', 'type'],
  ['all', ...packageTypeNames],
).extend({ direction: z.enum(['asc', 'desc']).catch('desc') })
export type PackageListQuery = z.infer<typeof packageListQuery>

export const packagesPerPage = 20

/** GitLab's formats that are none of ours: asked for, there is nothing of them. */
export const foreignPackageTypes = ['conan', 'debian', 'ml_model', 'rpm'] as const

/** Which of the packages that somebody may see a list shows, and in what order. */
export interface PackageSearch {
  /** Part of a name, in any case; '' for all. */
  text: string
  /** Of this format only. */
  type?: PackageType | (typeof foreignPackageTypes)[number]
  /** Of this version only, as its publisher wrote it. */
  version?: string
  orderBy: 'published' | 'name' | 'version' | 'type' | 'project'
  sort: 'asc' | 'desc'
}

/** What the address of a list asks for. */
export function searchOf({ search, filter, sort, direction }: PackageListQuery): PackageSearch {
  return { text: search, type: filter === 'all' ? undefined : filter, orderBy: sort, sort: direction }
}
