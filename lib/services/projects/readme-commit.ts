import type { UserActor } from '@/lib/domain/actor'
import type { Commit } from '@/lib/storage/repositories'

/** The first commit of a project "initialised with a README": its name as the heading. */
export function readmeCommit(author: UserActor, projectName: string, now: Date): Commit {
  return {
    author: { name: author.name, email: `${author.username}@users.noreply.localhost` },
    date: now,
    message: 'Initial commit',
    files: { 'README.md': `# ${projectName}\n` },
  }
}
