import { createHash } from 'node:crypto'
import type { Actor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import type { PlaceName } from '@/lib/domain/holder'
import { type CoreMetadata, readCoreMetadata } from '@/lib/domain/packages/core-metadata'
import {
  type Distribution,
  isSameSpecifier,
  pypiNameKey,
  pypiVersionKey,
  readDistributionName,
} from '@/lib/domain/packages/pypi'
import { pickOfSdist } from '@/lib/domain/packages/sdist'
import { metadataSuffix } from '@/lib/domain/packages/simple-index'
import { pickOfWheel, readWheel } from '@/lib/domain/packages/wheel'
import { blake2b256Of } from '@/lib/storage/blake2'
import { type Draft, withDraft } from '@/lib/storage/drafts'
import { readTarball } from '@/lib/storage/tarball'
import { readZip, type ZipEntry } from '@/lib/storage/zip'
import { addFiles, publishPackage } from './publish-package'

/** A Python distribution as its publisher describes it. */
export interface SentDistribution {
  name: string
  version: string
  fileName: string
  draft: Draft
  type?: string
  requiresPython?: string
  /** In hexadecimal. */
  digests: { md5?: string; sha256?: string; blake2b256?: string }
}

/**
 * Publishes a wheel or a source distribution with its metadata beside it. Errors: those of `publishPackage`; `invalid` where
 * the file's name, its bytes or what is in it are not what its publisher says.
 */
export async function publishDistribution(
  actor: Actor,
  projectName: PlaceName,
  sent: SentDistribution,
): Promise<void> {
  const { name, version, fileName, draft } = sent
  const distribution = distributionOf(sent)
  await checkDigests(sent)
  const bytes = await (distribution.type === 'sdist' ? metadataOfSdist : metadataOfWheel)(draft, distribution)
  const metadata = readCoreMetadata(new TextDecoder().decode(bytes), distribution)
  checkRequiresPython(sent, metadata)
  const publish = (metadataDraft?: Draft) =>
    publishPackage(actor, projectName, {
      type: 'pypi',
      name,
      nameKey: distribution.nameKey,
      version,
      versionKey: distribution.versionKey,
      meet: addFiles,
      files: [
        { name: fileName, draft, metadata: factsOf(metadata, metadataDraft) },
        ...(metadataDraft ? [{ name: fileName + metadataSuffix, draft: metadataDraft }] : []),
      ],
    })
  await (metadata.isStatic ? withMetadataDraft(bytes, publish) : publish())
}

function distributionOf({ name, version, fileName, type }: SentDistribution): Distribution {
  const distribution = readDistributionName(fileName)
  if (!distribution) throw invalid('The file must be a wheel (.whl) or a source distribution (.tar.gz).')
  if (distribution.nameKey !== pypiNameKey(name)) throw invalid('name does not match the file name')
  if (distribution.versionKey !== pypiVersionKey(version))
    throw invalid('version does not match the file name')
  if (type !== undefined && type !== distribution.type) throw invalid('filetype does not match the file name')
  return distribution
}

async function checkDigests({ draft, digests }: SentDistribution): Promise<void> {
  const { md5, sha256, blake2b256 } = digests
  if (md5 !== undefined && md5 !== Buffer.from(draft.md5).toString('hex'))
    throw invalid('md5_digest does not match the file')
  if (sha256 !== undefined && `sha256:${sha256}` !== draft.digest)
    throw invalid('sha256_digest does not match the file')
  if (blake2b256 !== undefined && blake2b256 !== (await blake2b256Of(draft.path)))
    throw invalid('blake2_256_digest does not match the file')
}

async function metadataOfSdist(draft: Draft, distribution: Distribution): Promise<Uint8Array> {
  const [metadata] = (await readTarball(draft.path, pickOfSdist(distribution))).values()
  if (!metadata) throw invalid('The archive lacks PKG-INFO.')
  return metadata
}

async function metadataOfWheel(draft: Draft, distribution: Distribution): Promise<Uint8Array> {
  const entries: ZipEntry[] = []
  const picked = await readZip(draft.path, (entry) => {
    entries.push(entry)
    return pickOfWheel(entry)
  })
  const { metadata, recordedDigest } = readWheel(entries, picked, distribution)
  const digest = createHash('sha256').update(metadata).digest('base64url')
  if (recordedDigest.startsWith('sha256=') && recordedDigest.replace(/=*$/, '') !== `sha256=${digest}`)
    throw invalid('The files in the archive are not those of its RECORD.')
  return metadata
}

/** A publisher may leave it out; what installers are told is what stands in the archive. */
function checkRequiresPython({ requiresPython }: SentDistribution, metadata: CoreMetadata): void {
  if (requiresPython !== undefined && !isSameSpecifier(requiresPython, metadata.requiresPython ?? ''))
    throw invalid('requires_python does not match the metadata in the archive')
}

function factsOf({ requiresPython }: CoreMetadata, draft: Draft | undefined) {
  return {
    ...(requiresPython !== undefined && { requiresPython }),
    ...(draft && { metadataSha256: draft.digest.slice('sha256:'.length) }),
  }
}

function withMetadataDraft<Value>(bytes: Uint8Array, use: (draft: Draft) => Promise<Value>): Promise<Value> {
  const body = new Blob([new Uint8Array(bytes)]).stream()
  const confirm = () => Promise.resolve()
  return withDraft({ body, bytesMax: bytes.length, confirm }, () => invalid('File is too large'), use)
}

function invalid(text: string): DomainError {
  return new DomainError('invalid', text)
}
