import { DomainError } from '@/lib/domain/error'
import {
  hasMajor,
  isCanonical,
  isPseudoVersion,
  latestOf,
  pseudoTime,
  pseudoVersionOf,
  readPseudoVersion,
} from '@/lib/domain/packages/go-version'
import { openRevision } from '@/lib/services/git/open-revision'
import { readCommits } from '@/lib/storage/commit-details'
import { findTag } from '@/lib/storage/repository-contents'
import { findCommit } from '@/lib/storage/repository-refs'
import { type FoundGoMod, findGoMod } from './find-go-mod'
import { listGoVersions } from './list-go-versions'
import type { OpenGoModule } from './open-go-module'

/** A version of a module: its name, and what it is in the repository. */
export interface GoVersion extends FoundGoMod {
  version: string
  commit: { id: string; at: Date }
}

/**
 * The version of exactly this name: a tag, or a pseudo-version. Errors: `not_found`; `forbidden` for a commit that no tag
 * names, where the actor may not read those; those of `scanGit`.
 */
export async function findGoVersion(opened: OpenGoModule, version: string): Promise<GoVersion> {
  if (!isCanonical(version) || !hasMajor(version, opened.module.major)) throw unknown(opened, version)
  if (isPseudoVersion(version)) return findPseudoVersion(opened, version)
  const id = await findTag(opened.project.id, opened.module.tagPrefix + version)
  return describe(opened, await openCommit(opened, id, version), version)
}

/** As `findGoVersion`, for a branch, a tag or a commit's id as well, which get the name that Go would give their commit. */
export async function resolveGoVersion(opened: OpenGoModule, query: string): Promise<GoVersion> {
  if (isCanonical(query)) return findGoVersion(opened, query)
  requireCommits(opened)
  return nameCommit(opened, await findCommit(opened.project.id, query), query)
}

/** The version to use where nobody says which; where there is none, the default branch, of which errors are as above. */
export async function findLatestGoVersion(opened: OpenGoModule): Promise<GoVersion> {
  const latest = latestOf(await listGoVersions(opened))
  if (latest) return findGoVersion(opened, latest)
  if (!opened.mayReadCommits) throw unknown(opened, 'latest')
  return nameCommit(opened, await openRevision(opened.project, undefined), 'latest')
}

async function findPseudoVersion(opened: OpenGoModule, version: string): Promise<GoVersion> {
  requireCommits(opened)
  const read = readPseudoVersion(version)
  if (!read) throw unknown(opened, version)
  const commit = await openCommit(opened, await findCommit(opened.project.id, read.revision), version)
  const isIt = commit.id.startsWith(read.revision) && pseudoTime(commit.at) === read.time
  if (!isIt) throw unknown(opened, version)
  // or a commit would have versions without end, and one of them be higher than whatever comes
  if (read.base !== undefined && !(await listGoVersions(opened, commit.id)).includes(read.base))
    throw unknown(opened, version)
  return describe(opened, commit, version)
}

/** By the tag on it, or after the highest tag in its history. */
async function nameCommit(
  opened: OpenGoModule,
  found: string | undefined,
  query: string,
): Promise<GoVersion> {
  const commit = await openCommit(opened, found, query)
  const base = (await listGoVersions(opened, commit.id)).at(-1)
  const isBase = base && (await findTag(opened.project.id, opened.module.tagPrefix + base)) === commit.id
  return describe(opened, commit, isBase ? base : pseudoVersionOf(opened.module, { base, ...commit }))
}

async function openCommit(
  opened: OpenGoModule,
  id: string | undefined,
  version: string,
): Promise<GoVersion['commit']> {
  const commit = id && (await readCommits(opened.project.id, [id])).get(id)
  if (!commit) throw unknown(opened, version)
  return { id: commit.id, at: new Date(commit.committer.date) }
}

async function describe(
  opened: OpenGoModule,
  commit: GoVersion['commit'],
  version: string,
): Promise<GoVersion> {
  const goMod = await findGoMod(opened, commit.id)
  if (!goMod) throw new DomainError('not_found', `${opened.module.path}@${version} has no go.mod of its own.`)
  return { ...goMod, version, commit }
}

function requireCommits({ mayReadCommits }: OpenGoModule): void {
  if (mayReadCommits) return
  const message =
    'No tag names this as a version, and other commits are not for you: a deploy token needs the scope read_repository, too.'
  throw new DomainError('forbidden', message)
}

function unknown({ module }: OpenGoModule, version: string): DomainError {
  return new DomainError('not_found', `${module.path}@${version} is unknown: there is no such version.`)
}
