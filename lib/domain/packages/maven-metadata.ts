import { XMLBuilder } from 'fast-xml-parser'
import { coordinatesOf, isSnapshot, leadingBuild, snapshotBase } from './maven'

/** A version as a repository lists it. */
export interface MavenVersion {
  version: string
  /** Grows with each POM that came, of whatever version. */
  order: number
  /** When its latest POM came. */
  publishedAt: Date
}

const builder = new XMLBuilder({
  format: true,
  indentBy: '  ',
  ignoreAttributes: false,
  attributeNamePrefix: '@',
})

/**
 * What a repository tells of an artifact, from its versions in the order in which they began: the same text for the same
 * versions, each time. https://maven.apache.org/ref/3.8.7/maven-repository-metadata/repository-metadata.html
 */
export function artifactMetadata(packageName: string, versions: readonly MavenVersion[]): string {
  const latest = latestOf(versions)
  const release = latestOf(versions.filter(({ version }) => !isSnapshot(version)))
  return write({
    ...coordinatesOf(packageName),
    versioning: {
      ...(latest && { latest: latest.version }),
      ...(release && { release: release.version }),
      versions: { version: [...new Set(versions.map(({ version }) => version))] },
      ...(latest && { lastUpdated: latest.publishedAt.toISOString().replace(/\D/g, '').slice(0, 14) }),
    },
  })
}

/**
 * What a repository tells of a snapshot, from the names of its files in the order in which they came: of each kind of file
 * the one of the latest build that has it. Undefined where there is no build. A build without its POM is still coming, and
 * is told of only while there is no other.
 */
export function snapshotMetadata(
  packageName: string,
  version: string,
  files: readonly string[],
): string | undefined {
  const coordinates = coordinatesOf(packageName)
  const builds = buildsOf(files, `${coordinates.artifactId}-${snapshotBase(version)}`)
  const last = builds.at(-1)
  if (!last) return undefined
  const newest = new Map<string, { suffix: string; build: string }>()
  for (const { build, suffixes } of builds) {
    for (const suffix of suffixes) newest.set(suffix, { suffix, build })
  }
  const { timestamp, buildNumber } = partsOf(last.build)
  return write({
    ...coordinates,
    version,
    versioning: {
      snapshot: { timestamp, buildNumber },
      lastUpdated: digitsOf(timestamp),
      snapshotVersions: {
        snapshotVersion: [...newest.values()].map((one) => snapshotVersion(one, snapshotBase(version))),
      },
    },
  })
}

function latestOf(versions: readonly MavenVersion[]): MavenVersion | undefined {
  return versions.reduce<MavenVersion | undefined>(
    (latest, one) => (latest && latest.order > one.order ? latest : one),
    undefined,
  )
}

/** Builds in the order in which their POMs came, or all of them while no POM has. */
function buildsOf(files: readonly string[], prefix: string) {
  const builds = new Map<string, { build: string; suffixes: string[]; pomOrder: number }>()
  for (const [order, file] of files.entries()) {
    const build = leadingBuild(file.slice(prefix.length))
    if (build === undefined) continue
    const suffix = file.slice(prefix.length + build.length)
    const { suffixes, pomOrder } = builds.get(build) ?? { suffixes: [], pomOrder: -1 }
    builds.set(build, {
      build,
      suffixes: [...suffixes, suffix],
      pomOrder: suffix === '.pom' ? order : pomOrder,
    })
  }
  const complete = [...builds.values()].filter(({ pomOrder }) => pomOrder >= 0)
  return complete.length > 0
    ? complete.sort((left, right) => left.pomOrder - right.pomOrder)
    : [...builds.values()]
}

/** The classifier ends at the first dot: `-sources.tar.gz` has the extension `tar.gz`. */
function snapshotVersion({ suffix, build }: { suffix: string; build: string }, base: string) {
  const dot = suffix.indexOf('.')
  return {
    ...(dot > 0 && { classifier: suffix.slice(1, dot) }),
    extension: suffix.slice(dot + 1),
    value: base + build,
    updated: digitsOf(partsOf(build).timestamp),
  }
}

function partsOf(build: string): { timestamp: string; buildNumber: string } {
  const [timestamp = '', buildNumber = ''] = build.split('-')
  return { timestamp, buildNumber }
}

function digitsOf(timestamp: string): string {
  return timestamp.replace('.', '')
}

function write(metadata: object): string {
  return builder.build({
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    metadata: { '@modelVersion': '1.1.0', ...metadata },
  })
}
