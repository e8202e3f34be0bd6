import { z } from 'zod'
import { DomainError } from '@/lib/domain/error'
import { readJsonObject } from '@/lib/domain/json'
import type { JsonObject } from '@/lib/domain/package'
import { composerName } from './composer'
import { isDevelopment, versionOfTag } from './composer-version'

/** Of a composer.json. */
export const manifestBytesMax = 256 * 1024

const links = z
  .record(z.string(), z.string(), { error: 'must have a constraint for each package' })
  .optional()
/** What clients cannot do without, and what makes them give up on a whole package where it is something else. */
const manifest = z.looseObject({
  name: composerName,
  version: z.string().optional(),
  type: z
    .string()
    .regex(/^[a-z0-9-]+$/, { error: 'is invalid' })
    .optional(),
  require: links,
  'require-dev': links,
  conflict: links,
  replace: links,
  provide: links,
  suggest: links,
})

/** What the registry tells of a version, and its publisher therefore cannot. */
const ours = new Set([
  'version',
  'version_normalized',
  'dist',
  'source',
  'uid',
  'default-branch',
  'installation-source',
  'notification-url',
  'transport-options',
])

/**
 * The package that a composer.json describes: its name, and all of it that clients are told. Errors: `invalid` for what is
 * no JSON object, has no proper name, says what makes clients give up, or names another version than the one published.
 */
export function readManifest(text: string, version: string): { name: string; metadata: JsonObject } {
  const document = readJsonObject(text, 'composer.json')
  const read = manifest.safeParse(document)
  if (!read.success) {
    const sentences = read.error.issues.map(({ path: [key = ''], message }) =>
      message.startsWith(String(key)) ? message : `${String(key)} ${message}`,
    )
    throw new DomainError('invalid', `composer.json: ${[...new Set(sentences)].join(', ')}`)
  }
  const { name, version: own } = read.data
  if (own !== undefined && !isDevelopment(version) && !isSameVersion(own, version))
    throw new DomainError('invalid', `composer.json says version ${own}, and the tag ${version}.`)
  const told = Object.entries(document).filter(([key]) => !ours.has(key))
  return { name, metadata: Object.fromEntries(told) }
}

function isSameVersion(left: string, right: string): boolean {
  const normalized = versionOfTag(left)?.normalized
  return normalized !== undefined && normalized === versionOfTag(right)?.normalized
}
