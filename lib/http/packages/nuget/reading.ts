import type { Context, Hono } from 'hono'
import { z } from 'zod'
import { DomainError } from '@/lib/domain/error'
import {
  inVersionOrder,
  isPrerelease,
  nugetFileName,
  nugetName,
  nugetNameKey,
  nugetVersion,
  nugetVersionKey,
} from '@/lib/domain/packages/nuget'
import {
  inPages,
  registrationIndex,
  registrationInlineMax,
  registrationLeaf,
  registrationPage,
  searchResult,
  versionList,
} from '@/lib/domain/packages/nuget-documents'
import { targetOf } from '@/lib/http/door'
import type { PackageDoor } from '@/lib/http/packages/package-door'
import { parse } from '@/lib/http/packages/parse'
import { sendFile } from '@/lib/http/packages/send-file'
import { readQuery } from '@/lib/http/rest/parameters'
import { findPackageFile } from '@/lib/services/packages/find-package-file'
import { searchPackages } from '@/lib/services/packages/search-packages'
import { baseOf, packageAddress, versionAddress } from './address'
import { findNuget, isVersion } from './find-nuget'
import { clamped, searchText } from './search-parameters'

/** Whatever a client sends, its search is one that can be answered. */
const search = z.object({
  q: searchText,
  skip: clamped(0, 1_000_000, 0),
  take: clamped(0, 100, 20),
  prerelease: z
    .string()
    .catch('')
    .transform((sent) => sent.toLowerCase() !== 'false'),
})

const pageAddress = z.object({ name: nugetName, lower: nugetVersion, upper: jsonOf(nugetVersion) })
const leafAddress = z.object({ name: nugetName, version: jsonOf(nugetVersion) })
const fileAddress = versionAddress.extend({ file: z.string() })

/** Adds what projects and groups have alike: search, registration and package content. */
export function addReading(routes: Hono<PackageDoor>): void {
  routes.get('/query', findPackages)
  routes.get('/metadata/:name/page/:lower/:upper', tellPage)
  routes.get('/metadata/:name/:version', (c) => (isIndex(c) ? tellRegistration(c) : tellVersion(c)))
  routes.get('/download/:name/:version', listVersions)
  routes.get('/download/:name/:version/:file', sendPackage)
}

/** Whether all versions are asked for, in the place of one. */
function isIndex(c: Context<PackageDoor>): boolean {
  return /^index(\.json)?$/.test(c.req.param('version') ?? '')
}

async function findPackages(c: Context<PackageDoor>): Promise<Response> {
  const sent = readQuery(targetOf(c).search)
  const { q, skip, take, prerelease } = search.parse(sent)
  const { total, found } = await searchPackages(c.get('client'), c.get('place'), {
    type: 'nuget',
    text: q,
    withPrereleases: prerelease,
    skip,
    take,
    choose: (names) => inVersionOrder(names).filter(({ version }) => prerelease || !isPrerelease(version)),
  })
  return c.json(searchResult(baseOf(c), total, found))
}

async function tellRegistration(c: Context<PackageDoor>): Promise<Response> {
  const { name } = parse(packageAddress, c.req.param())
  const { names, whole } = await findNuget(c, name, (all) => (all.length > registrationInlineMax ? [] : all))
  return c.json(registrationIndex(baseOf(c), name, names, whole))
}

async function tellPage(c: Context<PackageDoor>): Promise<Response> {
  const { name, lower, upper } = parse(pageAddress, c.req.param())
  const keys = [lower, upper].map(nugetVersionKey)
  const { whole } = await findNuget(c, name, (all) => {
    const bounds = (page: { version: string }[]) =>
      [page.at(0), page.at(-1)].map((one) => nugetVersionKey(one?.version ?? ''))
    return inPages(all).find((page) => String(bounds(page)) === String(keys)) ?? []
  })
  if (whole.length === 0) throw new DomainError('not_found', 'Package not found')
  return c.json(registrationPage(baseOf(c), name, whole))
}

async function tellVersion(c: Context<PackageDoor>): Promise<Response> {
  const { name, version } = parse(leafAddress, c.req.param())
  const { whole } = await findNuget(c, name, (all) => all.filter(isVersion(version)))
  const [found] = whole
  if (!found) throw new DomainError('not_found', 'Package not found')
  return c.json(registrationLeaf(baseOf(c), found))
}

async function listVersions(c: Context<PackageDoor>): Promise<Response> {
  if (!isIndex(c)) throw new DomainError('not_found', '404 Not Found')
  const { name } = parse(packageAddress, c.req.param())
  const { names } = await findNuget(c, name, () => [])
  return c.json(versionList(names))
}

async function sendPackage(c: Context<PackageDoor>): Promise<Response> {
  const { name, version, file } = parse(fileAddress, c.req.param())
  const wanted = file.toLowerCase()
  const extension = wanted.endsWith('.snupkg') ? 'snupkg' : 'nupkg'
  if (wanted !== nugetFileName(name, version, extension)) throw new DomainError('not_found', 'File not found')
  const found = await findPackageFile(c.get('client'), c.get('place'), {
    type: 'nuget',
    nameKey: nugetNameKey(name),
    versionKey: nugetVersionKey(version),
    file: wanted,
  })
  return sendFile(c, found)
}

/** What is in front of `.json`, where that ends it. */
function jsonOf<Schema extends z.ZodType<string, string>>(schema: Schema) {
  return z
    .string()
    .transform((text) => text.replace(/\.json$/i, ''))
    .pipe(schema)
}
