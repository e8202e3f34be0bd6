import { execFile } from 'node:child_process'
import { createHash, randomFillSync } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import type { KnownToken } from './tokens'
import { makeFolder } from './workspace'

/**
 * A folder with an image whose layers hold so many random bytes each, as skopeo's `dir:` has it. The layers are gzip
 * that does not compress, as skopeo would compress them first if they were none.
 */
export async function makeImage(layerBytes: readonly number[]): Promise<string> {
  const folder = makeFolder('image')
  const layers = layerBytes.map((size) =>
    keep(folder, gzipSync(randomFillSync(Buffer.alloc(size)), { level: 0 })),
  )
  const config = {
    architecture: 'amd64',
    os: 'linux',
    rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => digest) },
  }
  const manifest = {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: {
      mediaType: 'application/vnd.oci.image.config.v1+json',
      ...keep(folder, Buffer.from(JSON.stringify(config))),
    },
    layers: layers.map((layer) => ({ mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', ...layer })),
  }
  fs.writeFileSync(path.join(folder, 'version'), 'Directory Transport Version: 1.1\n')
  fs.writeFileSync(path.join(folder, 'manifest.json'), JSON.stringify(manifest))
  return folder
}

function keep(folder: string, bytes: Buffer): { digest: string; size: number } {
  const hex = createHash('sha256').update(bytes).digest('hex')
  fs.writeFileSync(path.join(folder, hex), bytes)
  return { digest: `sha256:${hex}`, size: bytes.length }
}

/** How long skopeo takes to copy an image, in milliseconds; the credentials are for whichever end is a registry. */
export async function timeSkopeo(from: string, to: string, credentials?: KnownToken): Promise<number> {
  const end = to.startsWith('docker:') ? 'dest' : 'src'
  const login = credentials && `--${end}-creds=${credentials.username}:${credentials.value}`
  const words = ['copy', '--quiet', `--${end}-tls-verify=false`, ...(login ? [login] : []), from, to]
  const startedAt = performance.now()
  await promisify(execFile)('skopeo', words)
  return performance.now() - startedAt
}
