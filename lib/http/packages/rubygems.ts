import { promisify } from 'node:util'
import { deflate, gzip } from 'node:zlib'
import { Hono } from 'hono'
import { z } from 'zod'
import {
  gemDependencies,
  gemFileName,
  gemIndex,
  gemNames,
  gemSpecification,
  gemVersionKey,
  indexKinds,
  parseGemFile,
} from '@/lib/domain/packages/rubygems'
import { targetOf } from '@/lib/http/door'
import { readQuery } from '@/lib/http/rest/parameters'
import { findPackageFile } from '@/lib/services/packages/find-package-file'
import { listAllMetadata } from '@/lib/services/packages/list-all-metadata'
import { openPackageVersion } from '@/lib/services/packages/open-package-version'
import { publishGem } from '@/lib/services/packages/publish-gem'
import { receiveFile } from '@/lib/services/packages/receive-file'
import { bodyOf } from './body-of'
import type { PackageFormat } from './format'
import type { PackageDoor } from './package-door'
import { parse } from './parse'
import { projectOf } from './project-of'
import { sendFile } from './send-file'

const binary = { 'Content-Type': 'application/octet-stream' }
const query = z.object({ gems: gemNames.default([]) })

/** Gems, as RubyGems and Bundler ask for them: https://docs.gitlab.com/api/packages/rubygems/ */
const project = new Hono<PackageDoor>()

project.post('/api/v1/gems', async (c) => {
  await receiveFile(c.get('client'), projectOf(c), { openBody: bodyOf(c) }, (draft) =>
    publishGem(c.get('client'), projectOf(c), draft),
  )
  return c.json({ message: '201 Created' }, 201)
})

project.get('/api/v1/dependencies', async (c) => {
  const { gems } = parse(query, readQuery(targetOf(c).search))
  const versions = await listAllMetadata(c.get('client'), c.get('place'), 'rubygems', gems)
  return c.body(gemDependencies(versions), 200, binary)
})

project.get('/gems/:file', async (c) => {
  const gem = parseGemFile(c.req.param('file'), '.gem')
  const name = { type: 'rubygems', nameKey: gem.name, versionKey: gemVersionKey(gem) } as const
  return sendFile(
    c,
    await findPackageFile(c.get('client'), c.get('place'), { ...name, file: gemFileName(gem) }),
  )
})

project.get('/quick/Marshal.4.8/:file', async (c) => {
  const gem = parseGemFile(c.req.param('file'), '.gemspec.rz')
  const name = { type: 'rubygems', nameKey: gem.name, versionKey: gemVersionKey(gem) } as const
  const version = await openPackageVersion(c.get('client'), c.get('place'), name)
  return c.body(await compress(gemSpecification(version)), 200, binary)
})

for (const kind of indexKinds) {
  project.get(`/${kind}.4.8.gz`, async (c) => {
    const versions = await listAllMetadata(c.get('client'), c.get('place'), 'rubygems')
    return c.body(await zip(gemIndex(kind, versions)), 200, binary)
  })
}

export const rubygems: PackageFormat = { word: 'rubygems', project }

const compress = promisify<Uint8Array, Buffer<ArrayBuffer>>(deflate)
const zip = promisify<Uint8Array, Buffer<ArrayBuffer>>(gzip)
