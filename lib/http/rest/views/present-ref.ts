import { z } from '@hono/zod-openapi'
import { env } from '@/lib/env'
import type { Branch } from '@/lib/services/git/list-branches'
import type { Tag } from '@/lib/services/git/list-tags'
import { commitView, instantOf, presentCommit } from './present-commit'

export const branchView = z
  .object({
    name: z.string(),
    commit: commitView,
    merged: z.boolean(),
    protected: z.boolean(),
    developers_can_push: z.boolean(),
    developers_can_merge: z.boolean(),
    can_push: z.boolean(),
    default: z.boolean(),
    web_url: z.string(),
  })
  .openapi('Branch')

export const tagView = z
  .object({
    name: z.string(),
    message: z.string(),
    target: z.string(),
    commit: commitView.nullable(),
    release: z.null(),
    protected: z.boolean(),
    created_at: z.string().nullable(),
  })
  .openapi('Tag')

/** A branch as GitLab shows one that is not protected, of which there are no others. */
export function presentBranch(branch: Branch): z.infer<typeof branchView> {
  const { project, name, commit, isDefault, isMerged, canPush } = branch
  return {
    name,
    commit: presentCommit(project, commit),
    merged: isMerged,
    protected: false,
    developers_can_push: false,
    developers_can_merge: false,
    can_push: canPush,
    default: isDefault,
    web_url: `${env.url}/${project.fullPath}/-/tree/${name.split('/').map(encodeURIComponent).join('/')}`,
  }
}

/** A tag; what an annotated one says and when it was made, which a plain one does not know. */
export function presentTag({ project, ref, commit }: Tag): z.infer<typeof tagView> {
  return {
    name: ref.name,
    message: ref.message,
    target: ref.target,
    commit: commit ? presentCommit(project, commit) : null,
    release: null,
    protected: false,
    created_at: ref.taggedAt ? instantOf(ref.taggedAt) : null,
  }
}
