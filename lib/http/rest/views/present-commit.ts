import { z } from '@hono/zod-openapi'
import type { Project } from '@/lib/domain/project'
import { env } from '@/lib/env'
import type { CommitView } from '@/lib/services/git/list-commits'

/** An instant with its writer's own offset, as GitLab shows those of git. */
const offsetInstant = z.string().openapi({ format: 'date-time', example: '2021-01-01T01:00:00.000+01:00' })

export const commitView = z
  .object({
    id: z.string(),
    short_id: z.string(),
    created_at: offsetInstant,
    parent_ids: z.array(z.string()),
    title: z.string(),
    message: z.string(),
    author_name: z.string(),
    author_email: z.string(),
    authored_date: offsetInstant,
    committer_name: z.string(),
    committer_email: z.string(),
    committed_date: offsetInstant,
    trailers: z.record(z.string(), z.string()),
    extended_trailers: z.record(z.string(), z.array(z.string())),
    web_url: z.string(),
  })
  .openapi('Commit')

export const oneCommitView = commitView
  .extend({
    stats: z.object({ additions: z.int(), deletions: z.int(), total: z.int() }),
    status: z.null(),
    project_id: z.int(),
    last_pipeline: z.null(),
  })
  .openapi('CommitDetail')

export function presentCommit(project: Project, commit: CommitView['commit']): z.infer<typeof commitView> {
  const { id, parentIds, author, committer, message } = commit
  return {
    id,
    short_id: id.slice(0, 8),
    created_at: instantOf(committer.date),
    parent_ids: parentIds,
    title: message.split('\n')[0] ?? '',
    message,
    author_name: author.name,
    author_email: author.email,
    authored_date: instantOf(author.date),
    committer_name: committer.name,
    committer_email: committer.email,
    committed_date: instantOf(committer.date),
    trailers: {},
    extended_trailers: {},
    web_url: `${env.url}/${project.fullPath}/-/commit/${id}`,
  }
}

export function presentOneCommit(found: {
  project: Project
  commit: CommitView['commit']
  additions: number
  deletions: number
}): z.infer<typeof oneCommitView> {
  const { project, commit, additions, deletions } = found
  return {
    ...presentCommit(project, commit),
    stats: { additions, deletions, total: additions + deletions },
    status: null,
    project_id: project.id,
    last_pipeline: null,
  }
}

/** git's ISO 8601 with GitLab's milliseconds, and UTC as an offset like any other. */
export function instantOf(date: string): string {
  return date.replace(
    /(:\d\d)(Z|[+-]\d\d:\d\d)$/,
    (_, seconds, zone) => `${seconds}.000${zone === 'Z' ? '+00:00' : zone}`,
  )
}
