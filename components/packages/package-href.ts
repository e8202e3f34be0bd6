import type { HolderKind } from '@/lib/domain/holder'

/** GitLab's address of the package registry of a project or group. */
export function packagesHref({ kind, fullPath }: { kind: HolderKind; fullPath: string }): string {
  return kind === 'project' ? `/${fullPath}/-/packages` : `/groups/${fullPath}/-/packages`
}

/** GitLab's address of one version of a package of a project. */
export function packageHref(projectPath: string, id: number): string {
  return `/${projectPath}/-/packages/${id}`
}

/** GitLab's address from which a file of a package is downloaded. */
export function packageFileHref(projectPath: string, id: number): string {
  return `/${projectPath}/-/package_files/${id}/download`
}
