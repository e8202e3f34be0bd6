import { z } from 'zod'
import { DomainError } from '@/lib/domain/error'
import type { JsonObject } from '@/lib/domain/package'
import { npmName, npmTag, tarballName } from './npm'
import { semanticVersion, semanticVersionKey } from './semantic-version'

const warningCharactersMax = 4096
const algorithms = { sha1: 'sha1', sha256: 'digest', sha512: 'sha512' } as const

/** A version as its publisher announces it. */
export interface NpmPublication {
  name: string
  version: string
  versionKey: string
  manifest: JsonObject
  tags: string[]
  fileName: string
  /** Digests that the file must have, in hexadecimal digits. */
  digests: { algorithm: keyof typeof algorithms; hex: string }[]
}

const manifestShape = z.looseObject({
  name: z.string(),
  version: z.string(),
  deprecated: z.union([z.string().max(warningCharactersMax), z.boolean(), z.null()]).optional(),
  dist: z.looseObject({ shasum: z.string().optional(), integrity: z.string().optional() }).default({}),
})

/** What clients send to publish and to change a package: https://github.com/npm/registry/blob/main/docs/REGISTRY-API.md */
export const npmDocument = z.looseObject({
  name: npmName,
  versions: z.record(z.string(), manifestShape),
  'dist-tags': z.record(z.string(), z.string()).default({}),
  _attachments: z.record(z.string(), z.looseObject({ length: z.number().optional() })).default({}),
})
export type NpmDocument = z.output<typeof npmDocument>

/**
 * The one version that a document with a file of so many bytes publishes. Error: `invalid` where it has another number of
 * files or versions, or they do not fit together.
 */
export function publicationOf(document: NpmDocument, bytes: number): NpmPublication {
  const { name, versions, 'dist-tags': distTags, _attachments: attachments } = document
  const [[version, manifest] = [], secondVersion] = Object.entries(versions)
  const [[attached, { length }] = ['', {}], secondFile] = Object.entries(attachments)
  if (version === undefined || manifest === undefined || secondVersion)
    throw refusal('A publication has exactly one version')
  if (secondFile) throw refusal('A publication has exactly one file')
  const { data = '', error } = semanticVersion.safeParse(version)
  if (error || manifest.version !== version || manifest.name !== name) throw refusal('Version is invalid')
  const fileName = tarballName(name, data)
  if (attached !== fileName && attached !== `${name}-${version}.tgz`) throw refusal('File name is invalid')
  if (length !== undefined && length !== bytes) throw refusal('The file has another length than announced')
  const tags = Object.entries(distTags).map(([tag, leadsTo]) => {
    if (leadsTo !== version || !npmTag.safeParse(tag).success) throw refusal('Tag is invalid')
    return tag
  })
  const { dist, ...rest } = manifest
  return {
    ...{ name, version, versionKey: semanticVersionKey(version) ?? version, fileName, tags },
    manifest: rest as JsonObject,
    digests: digestsOf(dist),
  }
}

/** The warning that a document without a file has for each of its versions; '' for none. */
export function warningsOf({ versions }: NpmDocument): Map<string, string> {
  const warnings = Object.entries(versions).map(([version, { deprecated }]) => {
    if (deprecated === true) return [version, 'This version is deprecated'] as const
    return [version, deprecated ? deprecated : ''] as const
  })
  return new Map(warnings)
}

/** Error: `invalid` for a file that has not the digests it was announced with. */
export function requireIntegrity(
  { digests }: Pick<NpmPublication, 'digests'>,
  file: { digest: string; sha1: Uint8Array; sha512: Uint8Array },
): void {
  for (const { algorithm, hex } of digests) {
    const own = file[algorithms[algorithm]]
    const ownHex = typeof own === 'string' ? own.replace(/^sha256:/, '') : Buffer.from(own).toString('hex')
    if (ownHex !== hex.toLowerCase()) throw refusal(`The file has another ${algorithm} than announced`)
  }
}

/** `shasum` is hexadecimal; `integrity` as in https://www.w3.org/TR/SRI/#integrity-metadata-description */
function digestsOf({ shasum, integrity = '' }: { shasum?: string; integrity?: string }) {
  const announced = integrity.split(/\s+/).filter(Boolean)
  const digests = announced.map((text) => {
    const [, algorithm = '', base64 = ''] =
      /^(sha1|sha256|sha512)-([A-Za-z0-9+/]+={0,2})(?:\?.*)?$/.exec(text) ?? []
    if (!isAlgorithm(algorithm)) throw refusal('dist.integrity is invalid')
    return { algorithm, hex: Buffer.from(base64, 'base64').toString('hex') }
  })
  return shasum === undefined ? digests : [...digests, { algorithm: 'sha1' as const, hex: shasum }]
}

function isAlgorithm(name: string): name is keyof typeof algorithms {
  return Object.hasOwn(algorithms, name)
}

function refusal(text: string): DomainError {
  return new DomainError('invalid', `${text}.`)
}
