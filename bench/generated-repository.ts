import { spawn } from 'node:child_process'
import { type Cipher, createCipheriv } from 'node:crypto'
import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { git } from './git-client'

export interface RepositoryShape {
  blobs: number
  bytesPerBlob: number
}

const filesPerFolder = 100
const filesPerCommit = 500

/**
 * Makes a bare repository of this shape in a folder, the same one on every machine: blobs that do not compress, a
 * hundred a folder, five hundred a commit, in one pack as `git repack` leaves it. Gives the commit of `main`.
 */
export async function generateRepository(place: string, shape: RepositoryShape): Promise<string> {
  await git('init', '--quiet', '--bare', '--initial-branch=main', '--', place)
  // names and refs only are looked at, and no two blobs resemble each other: no time is spent on looking for deltas
  const importer = spawn(
    'git',
    [`--git-dir=${place}`, '-c', 'fastimport.unpackLimit=1', 'fast-import', '--quiet', '--depth=0', '--done'],
    { stdio: ['pipe', 'ignore', 'inherit'] },
  )
  const ended = once(importer, 'exit')
  await writeHistory(importer.stdin, shape)
  const [code] = await ended
  if (code !== 0) throw new Error('git fast-import failed.')
  await git(`--git-dir=${place}`, '-c', 'pack.window=0', 'repack', '-a', '-d', '--quiet')
  return git(`--git-dir=${place}`, 'rev-parse', 'main')
}

async function writeHistory(output: Writable, { blobs, bytesPerBlob }: RepositoryShape): Promise<void> {
  const noise = createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16))
  for (let index = 0; index < blobs; index++) {
    if (index % filesPerCommit === 0) output.write(commitOf(index / filesPerCommit))
    const folder = Math.floor(index / filesPerFolder)
    output.write(`M 100644 inline folder-${folder}/file-${index}.bin\n`)
    output.write(contentOf(noise, bytesPerBlob))
    if (output.writableNeedDrain) await once(output, 'drain')
  }
  output.end('done\n')
}

function commitOf(number: number): string {
  const person = `Bench <bench@example.com> ${1_700_000_000 + number} +0000`
  const message = `Commit ${number}\n`
  return `commit refs/heads/main\ncommitter ${person}\ndata ${message.length}\n${message}`
}

/** As many bytes of the one stream of noise as come next. */
function contentOf(noise: Cipher, bytes: number): Buffer {
  const content = noise.update(Buffer.alloc(bytes))
  return Buffer.concat([Buffer.from(`data ${bytes}\n`), content, Buffer.from('\n')])
}
