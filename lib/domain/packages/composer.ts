import { z } from 'zod'
import { DomainError } from '@/lib/domain/error'
import { oneLine } from '@/lib/domain/text'
import { isDevelopment, versionOfBranch, versionOfTag } from './composer-version'

const textMax = 255

/** Vendor and name, by Composer's own schema of composer.json. */
export const composerName = z
  .string({ error: "name can't be blank" })
  .max(textMax, { error: `name is too long (maximum is ${textMax} characters)`, abort: true })
  .regex(/^[a-z0-9](?:[_.-]?[a-z0-9])*\/[a-z0-9](?:(?:[_.]|-{1,2})?[a-z0-9])*$/, {
    error: 'name must be vendor/name, in lower case',
  })

/** The commit of a version. */
export const composerReference = z
  .string()
  .regex(/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/, { error: 'sha is invalid' })

/** What is published: a tag, or a branch as it is now. */
export interface ComposerRef {
  kind: 'tag' | 'branch'
  name: string
}

export const composerRef = z
  .object({ tag: oneLine('tag', textMax).optional(), branch: oneLine('branch', textMax).optional() })
  .transform(({ tag, branch }, context): ComposerRef => {
    if (tag !== undefined && branch === undefined) return { kind: 'tag', name: tag }
    if (branch !== undefined && tag === undefined) return { kind: 'branch', name: branch }
    context.addIssue({ code: 'custom', message: 'Exactly one of tag and branch must be given' })
    return z.NEVER
  })

/** The version that a ref is published as. Error: `invalid` for a tag that names none. */
export function versionOfRef({ kind, name }: ComposerRef): string {
  if (kind === 'branch') return versionOfBranch(name)
  const named = versionOfTag(name)
  if (!named) throw new DomainError('invalid', `The tag ${name} is not a version.`)
  return named.version
}

/** A release is one whatever its commit; of what is developed each commit is a version of its own, which never changes. */
export function composerVersionKey(version: string, reference: string): string {
  if (isDevelopment(version)) return `${version}#${reference}`
  return versionOfTag(version)?.normalized ?? version
}

/** What a version's archive is called among its files. */
export function composerFileName(name: string, reference: string): string {
  return `${name}-${reference}.zip`
}
