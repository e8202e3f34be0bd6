import { parse } from 'yaml'
import { z } from 'zod'
import { DomainError } from '@/lib/domain/error'
import { requireStorable } from '@/lib/domain/json'
import type { JsonObject, PackageVersion } from '@/lib/domain/package'
import { type ArchiveEntry, isFileEntry } from './archive-entry'
import { isSemanticVersion } from './semantic-version'

const textMax = 255
/** Of a Chart.yaml, and of all that its aliases stand for. */
export const chartBytesMax = 256 * 1024

/** GitLab's grammar: letters and digits, with single dots, dashes and underscores between them. */
export const helmChannel = z
  .string()
  .max(textMax, { error: 'channel is too long (maximum is 255 characters)', abort: true })
  .regex(/^[A-Za-z0-9](?:[._-]?[A-Za-z0-9])*$/, { error: 'channel is invalid' })

/** A chart's archive, by its name and version in one. */
export const helmFile = z
  .string()
  .max(2 * textMax, { error: 'file_name is too long', abort: true })
  .regex(/^[A-Za-z0-9][A-Za-z0-9._+-]*\.tgz$/, { error: 'file_name is invalid' })

const chart = z.looseObject({
  apiVersion: z.enum(['v1', 'v2']),
  name: z
    .string()
    .max(textMax)
    .regex(/^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/),
  version: z.string().max(textMax).refine(isVersion),
})

/** Semantic Versioning 2, with or without a v in front, as Helm takes it: https://helm.sh/docs/topics/charts/ */
function isVersion(version: string): boolean {
  return isSemanticVersion(version.replace(/^v/, ''))
}

export interface HelmChart {
  name: string
  version: string
  /** All that its Chart.yaml says. */
  metadata: JsonObject
}

/**
 * The chart that a Chart.yaml describes, read as data alone: no tags, and aliases bounded. Error: `invalid` for anything
 * else, and for a chart without a proper name, version or apiVersion.
 */
export function readChart(text: string): HelmChart {
  const read = chart.safeParse(parseYaml(text))
  if (!read.success) {
    const wrong = [...new Set(read.error.issues.map(({ path }) => path[0] ?? 'document'))]
    throw new DomainError('invalid', `Chart.yaml: ${wrong.join(', ')} is invalid`)
  }
  requireStorable(read.data, 'Chart.yaml')
  if (JSON.stringify(read.data).length > chartBytesMax)
    throw new DomainError('invalid', 'Chart.yaml is too large.')
  const { name, version } = read.data
  return { name, version, metadata: read.data }
}

function parseYaml(text: string): unknown {
  try {
    // what JSON cannot say (dates, binary) stays text
    return parse(text, { schema: 'core', maxAliasCount: 100, logLevel: 'error' })
  } catch (error) {
    throw new DomainError('invalid', 'Chart.yaml is not YAML.', { cause: error })
  }
}

/** What an archive is called, whatever its publisher called it. */
export function archiveName({ name, version }: HelmChart): string {
  return `${name}-${version}.tgz`
}

/**
 * Which entries of a chart's archive are read, and how many bytes of them at most: its own Chart.yaml, not those of the
 * charts in it. Errors: those of `isFileEntry`.
 */
export function pickChart(entry: ArchiveEntry): number | undefined {
  return isFileEntry(entry) && /^(?:\.\/)?[^/]+\/Chart\.yaml$/.test(entry.name) ? chartBytesMax : undefined
}

/** Where a chart's archive lies among its version's files: each channel has its own. */
export function helmFileName(channel: string, file: string): string {
  return `${channel}/${file}`
}

interface IndexPlace {
  channel: string
  /** Of this repository's server, for who uploads through it. */
  contextPath: string
  now: Date
}

/**
 * The index of a channel, with every chart's archive there: https://helm.sh/docs/topics/chart_repository/#the-index-file
 * It is JSON, which is YAML too, so that nothing in a chart can change what the rest means.
 */
export function helmIndex(
  versions: readonly PackageVersion[],
  { channel, contextPath, now }: IndexPlace,
): string {
  const entries = new Map<string, JsonObject[]>()
  const folder = helmFileName(channel, '')
  for (const { name, files } of versions) {
    for (const { name: path, metadata, createdAt, sha256 } of files) {
      if (!path.startsWith(folder)) continue
      const urls = [`charts/${encodeURIComponent(path.slice(folder.length))}`]
      const entry = { ...metadata, created: createdAt.toISOString(), digest: sha256, urls }
      const others = entries.get(name)
      if (others) others.push(entry)
      else entries.set(name, [entry])
    }
  }
  return JSON.stringify({
    apiVersion: 'v1',
    entries: Object.fromEntries(entries),
    generated: now.toISOString(),
    serverInfo: { contextPath },
  })
}
