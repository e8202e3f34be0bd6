import type { PackageType } from './package'

/** One version of a package as lists show it; GitLab's API calls it a package. */
export interface ListedPackage {
  id: number
  /** What it is a version of. */
  packageId: number
  type: PackageType
  name: string
  version: string
  project: { id: number; name: string; fullPath: string }
  publisherName: string
  createdAt: Date
  fileCount: number
  /** Bytes of all its files. */
  size: number
  /** Names that lead to it, as npm's `latest`. */
  tags: string[]
}

/** Another version of a package. */
export interface OtherVersion {
  id: number
  version: string
  createdAt: Date
}

/** One version as a person sees it in a list: plain data. */
export interface PackageView {
  id: number
  type: PackageType
  name: string
  version: string
  projectName: string
  projectPath: string
  publisherName: string
  /** Times are ISO 8601 in UTC. */
  createdAt: string
  /** Bytes. */
  size: number
  tags: string[]
}

/** One version as plain data. */
export function presentListedPackage({ project, createdAt, ...rest }: ListedPackage): PackageView {
  const { id, type, name, version, publisherName, size, tags } = rest
  return {
    id,
    type,
    name,
    version,
    publisherName,
    size,
    tags,
    projectName: project.name,
    projectPath: project.fullPath,
    createdAt: createdAt.toISOString(),
  }
}
