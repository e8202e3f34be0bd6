import { DomainError } from '@/lib/domain/error'

/** Checksums that stand beside each file, under its name and one of these: they are computed, never stored. */
export const mavenChecksums = ['md5', 'sha1', 'sha256', 'sha512'] as const
export type MavenChecksum = (typeof mavenChecksums)[number]

/** What names an artifact of one version: https://maven.apache.org/pom.html#maven-coordinates */
export interface MavenCoordinates {
  groupId: string
  artifactId: string
  version: string
}

/** A file of a version, in Maven's layout of a repository. */
export interface MavenFile extends MavenCoordinates {
  kind: 'file'
  /** The package, as GitLab names it: the folders of the group, and the artifact. */
  packageName: string
  file: string
  /** What follows version or build in its name: `.pom`, `-sources.jar`. */
  suffix: string
}

/** What a repository tells of an artifact, or of one version that is a snapshot. */
export interface MavenMetadata {
  kind: 'metadata'
  packageName: string
  snapshot: string | undefined
}

export type MavenPath = (MavenFile | MavenMetadata) & { checksum: MavenChecksum | undefined }

const charactersMax = 255
const partForm = /^[A-Za-z0-9._+-]+$/
const groupForm = /^[A-Za-z0-9_-]+$/
const artifactForm = /^[A-Za-z0-9_-][A-Za-z0-9_.-]*$/
const versionForm = /^(?!.*\.\.)[A-Za-z0-9_+-][A-Za-z0-9_.+-]*$/
const buildForm = /^\d{8}\.\d{6}-\d{1,9}(?=[-.])/
const suffixForm = /^(?:-[A-Za-z0-9_+-][A-Za-z0-9._+-]*)?\.[A-Za-z0-9_+-][A-Za-z0-9._+-]*$/
const metadataName = 'maven-metadata.xml'
const snapshotWord = 'SNAPSHOT'

/**
 * What is asked for by the parts of a path, each decoded; undefined for what no repository has. Error: `invalid` for what
 * nobody has a right to name: https://maven.apache.org/repository/layout.html
 */
export function parseMavenPath(parts: readonly string[]): MavenPath | undefined {
  for (const part of parts) requirePart(part)
  const { file, checksum } = splitChecksum(parts.at(-1) ?? '')
  const folders = parts.slice(0, -1)
  const parsed = file === metadataName ? parseMetadata(folders) : parseFile(folders, file)
  return parsed && { ...parsed, checksum }
}

/** True for a version that goes on changing, a build at a time. */
export function isSnapshot(version: string): boolean {
  return version.endsWith(snapshotWord)
}

/** True for a snapshot's file of no build, as clients send it that count none: the next one comes under the same name. */
export function isReplaceable({ file, artifactId, version }: MavenFile): boolean {
  return isSnapshot(version) && file.startsWith(`${artifactId}-${version}`)
}

/** What of a snapshot's version is the same in each build's: `1.0-` of `1.0-SNAPSHOT`. */
export function snapshotBase(version: string): string {
  return version.slice(0, -snapshotWord.length)
}

/** The time and number of the build that a name goes on with; undefined for none. */
export function leadingBuild(text: string): string | undefined {
  return buildForm.exec(text)?.[0]
}

/** The coordinates of a package, but for the version. */
export function coordinatesOf(packageName: string): Pick<MavenCoordinates, 'groupId' | 'artifactId'> {
  const end = packageName.lastIndexOf('/')
  return { groupId: packageName.slice(0, end).replaceAll('/', '.'), artifactId: packageName.slice(end + 1) }
}

function requirePart(part: string): void {
  if (part.length > charactersMax)
    throw new DomainError('invalid', `path is too long (maximum is ${charactersMax} characters)`)
  if (!partForm.test(part) || /^\.+$/.test(part)) throw new DomainError('invalid', 'path is invalid')
}

function splitChecksum(name: string): { file: string; checksum: MavenChecksum | undefined } {
  const checksum = mavenChecksums.find((one) => name.endsWith(`.${one}`))
  return { file: checksum ? name.slice(0, -checksum.length - 1) : name, checksum }
}

function parseMetadata(folders: readonly string[]): MavenMetadata | undefined {
  const last = folders.at(-1) ?? ''
  const snapshot = isSnapshot(last) ? last : undefined
  const packageName = packageNameOf(snapshot === undefined ? folders : folders.slice(0, -1))
  return packageName === undefined ? undefined : { kind: 'metadata', packageName, snapshot }
}

function parseFile(folders: readonly string[], file: string): MavenFile | undefined {
  const packageName = packageNameOf(folders.slice(0, -1))
  const version = folders.at(-1) ?? ''
  if (packageName === undefined || !versionForm.test(version)) return undefined
  const coordinates = { ...coordinatesOf(packageName), version }
  const suffix = suffixOf(file, coordinates)
  return suffix === undefined ? undefined : { kind: 'file', packageName, ...coordinates, file, suffix }
}

function packageNameOf(folders: readonly string[]): string | undefined {
  const groups = folders.slice(0, -1)
  const isName = groups.length > 0 && groups.every((group) => groupForm.test(group))
  const name = folders.join('/')
  return isName && artifactForm.test(folders.at(-1) ?? '') && name.length <= charactersMax ? name : undefined
}

/** A file's name says what it is a file of; those of a snapshot's build have time and number in place of SNAPSHOT. */
function suffixOf(file: string, { artifactId, version }: MavenCoordinates): string | undefined {
  return [version, ...buildVersions(file, artifactId, version)]
    .filter((one) => file.startsWith(`${artifactId}-${one}`))
    .map((one) => file.slice(artifactId.length + 1 + one.length))
    .find((suffix) => suffixForm.test(suffix))
}

function buildVersions(file: string, artifactId: string, version: string): string[] {
  if (!isSnapshot(version)) return []
  const base = snapshotBase(version)
  const build = leadingBuild(file.slice(artifactId.length + 1 + base.length))
  return build === undefined ? [] : [base + build]
}
