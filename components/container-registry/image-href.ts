import type { HolderKind } from '@/lib/domain/holder'

/** GitLab's address of the container registry of a project or group. */
export function registryHref({ kind, fullPath }: { kind: HolderKind; fullPath: string }): string {
  return kind === 'project' ? `/${fullPath}/container_registry` : `/groups/${fullPath}/-/container_registries`
}

/** GitLab's address of one image repository of a project. */
export function imageHref(projectPath: string, id: number): string {
  return `/${projectPath}/container_registry/${id}`
}
