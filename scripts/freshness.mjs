import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** The top folder of the checkout. */
export const root = path.resolve(import.meta.dirname, '..')

const clientStamp = path.join(root, 'lib/data/generated/schema-hash')
const buildStamp = path.join(root, '.next/latchkey-build-hash')

/**
 * True when node_modules holds what package-lock.json asks for. npm leaves a list of what it has installed, so versions
 * are compared, not dates: `git pull` and copies do not keep those.
 * @param {{ development: boolean }} needs whether the development dependencies count
 */
export function isInstalled({ development }) {
  const present = readJson('node_modules/.package-lock.json')?.packages
  if (!present) return false
  const wanted = Object.entries(readJson('package-lock.json').packages)
  return wanted.every(([folder, { version, optional, dev, devOptional }]) => {
    const mayBeMissing = folder === '' || optional || ((dev || devOptional) && !development)
    return mayBeMissing || present[folder]?.version === version
  })
}

export function isClientFresh() {
  return (
    existsSync(path.join(root, 'lib/data/generated/prisma/client.ts')) && read(clientStamp) === clientHash()
  )
}

export function markClientFresh() {
  mkdirSync(path.dirname(clientStamp), { recursive: true })
  writeFileSync(clientStamp, clientHash())
}

export function isBuildFresh() {
  return existsSync(path.join(root, '.next/BUILD_ID')) && read(buildStamp) === buildHash()
}

/** @param {string} hash of the sources as they were before the build */
export function markBuildFresh(hash) {
  writeFileSync(buildStamp, hash)
}

/** One hash over all that `next build` reads. lib/http is served beside Next, and tests are not served at all. */
export function buildHash() {
  const hash = createHash('sha256')
  const files = [
    'next.config.mjs',
    'package-lock.json',
    'package.json',
    'postcss.config.mjs',
    'prisma/schema.prisma',
    'tsconfig.json',
  ]
  for (const folder of ['app', 'components', 'lib']) files.push(...sources(folder))
  for (const file of files.sort()) hash.update(`${file}\0${digest(file)}\n`)
  return hash.digest('hex')
}

function sources(folder) {
  if (!existsSync(path.join(root, folder))) return []
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = `${folder}/${entry.name}`
    if (entry.isDirectory()) return name === 'lib/http' || name === 'lib/data/generated' ? [] : sources(name)
    return /\.test\.tsx?$/.test(name) ? [] : [name]
  })
}

function clientHash() {
  const versions = ['prisma', '@prisma/client'].map(
    (name) => readJson(`node_modules/${name}/package.json`)?.version,
  )
  return createHash('sha256')
    .update(`${versions}\n${digest('prisma/schema.prisma')}`)
    .digest('hex')
}

function digest(file) {
  return createHash('sha256')
    .update(read(path.join(root, file)) ?? '')
    .digest('hex')
}

function readJson(file) {
  const text = read(path.join(root, file))
  return text === undefined ? undefined : JSON.parse(text)
}

function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
