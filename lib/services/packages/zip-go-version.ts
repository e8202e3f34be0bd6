import type { Actor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import { chooseModuleFiles, goModBytesMax, type ModuleFile } from '@/lib/domain/packages/go-zip'
import { refreshActor } from '@/lib/services/access/refresh-actor'
import type { Taker } from '@/lib/services/git/stream-blob'
import { BlobBatch } from '@/lib/storage/blob-batch'
import { streamGit } from '@/lib/storage/git-stream'
import { gitDir } from '@/lib/storage/repository-contents'
import { findEntry, listFiles } from '@/lib/storage/tree-listing'
import { zipStream } from '@/lib/storage/zip-stream'
import type { GoVersion } from './find-go-version'
import { type OpenGoModule, openModules } from './open-go-module'

/** More do not go into an archive that every reader understands. */
const filesMax = 65_535
const zipSecondsMax = 1800

/**
 * The archive of a version, made while it is read, for as long as the actor may read modules there; its files are chosen
 * before the first byte. Errors: those of `chooseModuleFiles`, `scanGit` and `streamGit`; `not_found` for too many files.
 */
export async function zipGoVersion(
  actor: Actor,
  opened: OpenGoModule,
  version: GoVersion,
  taker: Taker,
): Promise<ReadableStream<Uint8Array>> {
  const { project, module } = opened
  const files = await chooseFiles(opened, version)
  const ids = `${files.map(({ id }) => id).join('\n')}\n`
  const output = await streamGit({
    lane: 'transfer',
    words: [gitDir(project.id), 'cat-file', '--batch', '--buffer'],
    input: () => new Blob([ids]).stream(),
    secondsMax: zipSecondsMax,
    confirm: async () => {
      await openModules(await refreshActor(actor), { id: project.id })
    },
    ...taker,
  })
  const batch = new BlobBatch(output)
  const zipped = files.map((file) => ({
    name: `${module.path}@${version.version}/${file.name}`,
    bytes: file.bytes,
    open: () => batch.next(file),
  }))
  const onClose = () => void batch.close().catch(() => {})
  return zipStream(zipped, version.commit.at, { onBreak: taker.onBreak, onClose })
}

async function chooseFiles({ project }: OpenGoModule, version: GoVersion): Promise<ModuleFile[]> {
  const { directory, commit } = version
  const tree = await listFiles(project.id, commit.id, directory, filesMax)
  if (!tree) throw new DomainError('not_found', `This version has more than ${filesMax} files.`)
  const files = chooseModuleFiles(tree, version)
  if (directory === '' || tree.some(({ path }) => path === `${directory}/LICENSE`)) return files
  // a module below the top is under the repository's licence where it has none of its own: https://go.dev/ref/mod#vcs-license
  const licence = await findEntry(project.id, commit.id, 'LICENSE')
  const isFile = licence?.mode.startsWith('100') && (licence.bytes ?? 0) <= goModBytesMax
  return licence && isFile
    ? [...files, { name: 'LICENSE', id: licence.id, bytes: licence.bytes ?? 0 }]
    : files
}
