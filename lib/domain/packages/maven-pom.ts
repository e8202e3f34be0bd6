import { DomainError } from '@/lib/domain/error'
import { parseXml, type XmlElement, type XmlValue, xmlText } from '@/lib/domain/xml'
import type { MavenCoordinates } from './maven'

/** Bytes that a POM may have: more than anybody writes, and parsed in a moment whatever they are. */
export const pomBytesMax = 512 * 1024

/** https://maven.apache.org/guides/mini/guide-maven-ci-friendly.html */
const friendlyForm = /^[\w.+-]*(?:\$\{(?:revision|sha1|changelist)\}[\w.+-]*)+$/

/**
 * Makes sure that a POM is one of these coordinates, as it says itself or has from its parent. A version that only its
 * build can tell, by Maven's own three properties for that, is any version. Error: `invalid`; those of `parseXml`.
 */
export function requirePomOf(bytes: Uint8Array, expected: MavenCoordinates): void {
  const project = requireProject(bytes)
  const parent = elementOf(project.parent)
  const version = textOf(project.version) || textOf(parent.version)
  requireSame('groupId', textOf(project.groupId) || textOf(parent.groupId), expected.groupId)
  requireSame('artifactId', textOf(project.artifactId), expected.artifactId)
  if (!friendlyForm.test(version)) requireSame('version', version, expected.version)
}

/** The element that a POM is. Error: `invalid` for another document; those of `parseXml`. */
export function requireProject(bytes: Uint8Array): XmlElement {
  const { project } = parseXml(bytes)
  if (project === undefined || Array.isArray(project))
    throw new DomainError('invalid', 'The POM is no project.')
  return elementOf(project)
}

function requireSame(what: keyof MavenCoordinates, said: string, expected: string): void {
  if (said === expected) return
  const found = said === '' ? 'none' : 'another'
  throw new DomainError('invalid', `The POM has ${found} ${what} than the path, which says ${expected}.`)
}

function elementOf(value: XmlValue | undefined): XmlElement {
  return typeof value === 'object' && !Array.isArray(value) ? value : {}
}

/** Of two elements where there may be one Maven reads neither. */
function textOf(value: XmlValue | undefined): string {
  return Array.isArray(value) ? '' : xmlText(value)
}
