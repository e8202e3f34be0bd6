import { z } from '@hono/zod-openapi'
import type { Feature } from '@/lib/domain/feature'
import type { Project } from '@/lib/domain/project'
import { visibilities } from '@/lib/domain/visibility'
import { env } from '@/lib/env'
import { instant } from './instant'
import { namespaceView, pathOf, presentNamespaceOf } from './present-namespace'

export const projectView = z
  .object({
    id: z.int(),
    description: z.string(),
    name: z.string(),
    name_with_namespace: z.string(),
    path: z.string(),
    path_with_namespace: z.string(),
    created_at: instant,
    default_branch: z.string(),
    http_url_to_repo: z.string(),
    web_url: z.string(),
    avatar_url: z.null(),
    visibility: z.enum(visibilities),
    archived: z.boolean(),
    namespace: namespaceView,
    repository_access_level: z.enum(['enabled', 'disabled']),
    container_registry_access_level: z.enum(['enabled', 'disabled']),
    container_registry_enabled: z.boolean(),
    packages_enabled: z.boolean(),
    builds_access_level: z.enum(['enabled', 'disabled']),
  })
  .openapi('Project')

export function presentProject(project: Project): z.infer<typeof projectView> {
  const { id, name, fullPath, description, visibility, ancestors, createdAt, disabledFeatures } = project
  const levelOf = (feature: Feature) => (disabledFeatures.includes(feature) ? 'disabled' : 'enabled')
  return {
    id,
    description,
    name,
    name_with_namespace: [...ancestors.map((ancestor) => ancestor.name), name].join(' / '),
    path: pathOf(fullPath),
    path_with_namespace: fullPath,
    created_at: createdAt.toISOString(),
    default_branch: project.defaultBranch,
    http_url_to_repo: `${env.url}/${fullPath}.git`,
    web_url: `${env.url}/${fullPath}`,
    avatar_url: null,
    visibility,
    archived: project.isArchived,
    namespace: presentNamespaceOf(project),
    repository_access_level: levelOf('repository'),
    container_registry_access_level: levelOf('container_registry'),
    container_registry_enabled: !disabledFeatures.includes('container_registry'),
    packages_enabled: !disabledFeatures.includes('packages'),
    builds_access_level: levelOf('ci_cd'),
  }
}
