import { z } from '@hono/zod-openapi'
import type { Group } from '@/lib/domain/project'
import { visibilities } from '@/lib/domain/visibility'
import { env } from '@/lib/env'
import { instant } from './instant'
import { pathOf } from './present-namespace'

export const groupView = z
  .object({
    id: z.int(),
    web_url: z.string(),
    name: z.string(),
    path: z.string(),
    description: z.string(),
    visibility: z.enum(visibilities),
    avatar_url: z.null(),
    full_name: z.string(),
    full_path: z.string(),
    created_at: instant,
    parent_id: z.int().nullable(),
    archived: z.boolean(),
  })
  .openapi('Group')

export function presentGroup(group: Group): z.infer<typeof groupView> {
  const { id, name, fullPath, description, visibility, ancestors, createdAt, traversalIds, isArchived } =
    group
  return {
    id,
    web_url: `${env.url}/groups/${fullPath}`,
    name,
    path: pathOf(fullPath),
    description,
    visibility,
    avatar_url: null,
    full_name: [...ancestors.map((ancestor) => ancestor.name), name].join(' / '),
    full_path: fullPath,
    created_at: createdAt.toISOString(),
    parent_id: traversalIds.at(-2) ?? null,
    archived: isArchived,
  }
}
