import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/**
 * Writes `image.tar` into a folder, an image as `docker save` makes it, and beside it the text that is in its
 * `hello.txt`, which no other image holds.
 */
export async function writeImageArchive(folder: string): Promise<string> {
  const text = `hello ${randomBytes(8).toString('hex')}`
  await writeFile(path.join(folder, 'hello.txt'), `${text}\n`)
  await writeFile(path.join(folder, 'weight'), randomBytes(1_000_000))
  await run('tar', ['-C', folder, '-cf', path.join(folder, 'layer.tar'), 'hello.txt', 'weight'])
  const layer = createHash('sha256').update(await readFile(path.join(folder, 'layer.tar')))
  const config = {
    architecture: 'amd64',
    os: 'linux',
    config: { Cmd: ['none'] },
    rootfs: { type: 'layers', diff_ids: [`sha256:${layer.digest('hex')}`] },
  }
  const manifest = [{ Config: 'config.json', RepoTags: ['image:latest'], Layers: ['layer.tar'] }]
  await writeFile(path.join(folder, 'config.json'), JSON.stringify(config))
  await writeFile(path.join(folder, 'manifest.json'), JSON.stringify(manifest))
  const parts = ['manifest.json', 'config.json', 'layer.tar']
  await run('tar', ['-C', folder, '-cf', path.join(folder, 'image.tar'), ...parts])
  return text
}
