import { z } from '@hono/zod-openapi'
import type { Group, Project } from '@/lib/domain/project'
import { env } from '@/lib/env'

/** The last segment of a full path. */
export function pathOf(fullPath: string): string {
  return fullPath.slice(fullPath.lastIndexOf('/') + 1)
}

/** A group as the place where others stand. */
export const namespaceView = z
  .object({
    id: z.int(),
    name: z.string(),
    path: z.string(),
    kind: z.literal('group'),
    full_path: z.string(),
    parent_id: z.int().nullable(),
    avatar_url: z.null(),
    web_url: z.string(),
  })
  .openapi('Namespace')

type NamespaceView = z.infer<typeof namespaceView>

/** The group of a project, of which the project knows enough. */
export function presentNamespaceOf({ traversalIds, ancestors }: Project): NamespaceView {
  const { name = '', fullPath = '' } = ancestors.at(-1) ?? {}
  return present({ id: traversalIds.at(-1) ?? 0, name, fullPath, parentId: traversalIds.at(-2) ?? null })
}

export function presentNamespace({ id, name, fullPath, traversalIds }: Group): NamespaceView {
  return present({ id, name, fullPath, parentId: traversalIds.at(-2) ?? null })
}

function present({
  id,
  name,
  fullPath,
  parentId,
}: {
  id: number
  name: string
  fullPath: string
  parentId: number | null
}): NamespaceView {
  return {
    id,
    name,
    path: pathOf(fullPath),
    kind: 'group',
    full_path: fullPath,
    parent_id: parentId,
    avatar_url: null,
    web_url: `${env.url}/groups/${fullPath}`,
  }
}
