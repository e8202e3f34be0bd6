import type { Context, Hono } from 'hono'
import { z } from 'zod'
import { DomainError } from '@/lib/domain/error'
import {
  inVersionOrder,
  isPrerelease,
  nugetName,
  nugetNameKey,
  nugetVersion,
} from '@/lib/domain/packages/nuget'
import {
  type FeedVersions,
  feed,
  feedEntry,
  feedMetadata,
  feedService,
} from '@/lib/domain/packages/nuget-feed'
import { type NugetFilter, readNugetFilter, readNugetLiteral } from '@/lib/domain/packages/nuget-filter'
import { targetOf } from '@/lib/http/door'
import type { PackageDoor } from '@/lib/http/packages/package-door'
import { parse } from '@/lib/http/packages/parse'
import { projectOf } from '@/lib/http/packages/project-of'
import { openProject } from '@/lib/services/access/open-project'
import { searchPackages } from '@/lib/services/packages/search-packages'
import { searchVersions } from '@/lib/services/packages/search-versions'
import { baseOf } from './address'
import { findNuget, isVersion } from './find-nuget'
import { openIndex } from './open-index'
import { clamped } from './search-parameters'

const pageMax = 100

/**
 * What is asked for with OData; the rest of what clients send says nothing here. Without `$orderby` a package's versions
 * come from the lowest on.
 */
const query = z.object({
  id: z.string().transform(readNugetLiteral).pipe(nugetName).optional(),
  $filter: z.string().default('').transform(readNugetFilter),
  $orderby: z
    .enum(['Id', 'Version', 'Version desc'], { error: '$orderby is none that this feed knows.' })
    .optional(),
  $skip: clamped(0, 1_000_000, 0),
  $top: clamped(0, 1_000_000, 1_000_000),
})
type Query = z.output<typeof query>

const entryForm = /^Packages\(Id=('.*'),Version=('.*')\)$/

/** Adds the feed of protocol 2, for NuGet before 3, PowerShell and Chocolatey, at GitLab's addresses: https://docs.gitlab.com/api/packages/nuget/#v2-feed-metadata-endpoints */
export function addFeed(routes: Hono<PackageDoor>): void {
  routes.get('/v2', async (c) => {
    await openIndex(c)
    return sendXml(c, feedService(baseOf(c)))
  })
  routes.get('/v2/$metadata', async (c) => {
    await openIndex(c)
    return sendXml(c, feedMetadata())
  })
  routes.get('/v2/FindPackagesById()', findById)
  routes.on('GET', ['/v2/Packages()', '/v2/Packages'], listPackages)
  routes.get('/v2/:entry', tellEntry)
}

async function findById(c: Context<PackageDoor>): Promise<Response> {
  const { id, ...asked } = readQuery(c)
  if (id === undefined) throw new DomainError('invalid', 'id is missing.')
  if (asked.$filter.id !== undefined || asked.$filter.text !== undefined)
    throw new DomainError('invalid', '$filter is none that this feed knows.')
  return sendFeed(c, asked, await versionsOf(c, id, asked))
}

async function listPackages(c: Context<PackageDoor>): Promise<Response> {
  const { id: _, ...asked } = readQuery(c)
  const { id, text = '', latest } = asked.$filter
  if (id !== undefined) return sendFeed(c, asked, await versionsOf(c, parse(nugetName, id), asked))
  if (asked.$orderby?.startsWith('Version'))
    throw new DomainError('invalid', '$orderby is none that this feed knows.')
  // one more tells whether there is a next page
  const search = {
    type: 'nuget',
    text: nugetNameKey(text),
    skip: asked.$skip,
    take: takeOf(asked) + 1,
  } as const
  if (!latest) return sendFeed(c, asked, await searchVersions(c.get('client'), projectOf(c), search))
  const { found } = await searchPackages(c.get('client'), c.get('place'), {
    ...search,
    withPrereleases: latest === 'any',
    choose: (names) => latestLast(names, latest),
  })
  return sendFeed(c, asked, {
    whole: found.map((one) => one.latest),
    names: found.flatMap((one) => one.versions),
  })
}

async function tellEntry(c: Context<PackageDoor>): Promise<Response> {
  const [, id, version] = entryForm.exec(c.req.param('entry') ?? '') ?? []
  if (id === undefined || version === undefined) throw new DomainError('not_found', '404 Not Found')
  const name = parse(nugetName, readNugetLiteral(id))
  const wanted = isVersion(parse(nugetVersion, readNugetLiteral(version)))
  const { names, whole } = await findNuget(c, name, (all) => all.filter(wanted))
  if (whole.length === 0) throw new DomainError('not_found', 'Package not found')
  return sendXml(c, feedEntry(baseOf(c), { whole, names }))
}

function readQuery(c: Context<PackageDoor>): Query {
  return parse(query, Object.fromEntries(new URLSearchParams(targetOf(c).search)))
}

/** The page asked for, and one version more where there are more; none of a package that the project has not. */
async function versionsOf(
  c: Context<PackageDoor>,
  name: string,
  asked: Omit<Query, 'id'>,
): Promise<FeedVersions> {
  const { $filter, $orderby, $skip } = asked
  await openProject(c.get('client'), 'read_packages', projectOf(c))
  try {
    return await findNuget(c, name, (all) => {
      const wanted = $filter.latest ? latestLast(all, $filter.latest).slice(-1) : all
      const ordered = $orderby === 'Version desc' ? wanted.toReversed() : wanted
      return ordered.slice($skip, $skip + takeOf(asked) + 1)
    })
  } catch (error) {
    if (error instanceof DomainError && error.code === 'not_found') return { whole: [], names: [] }
    throw error
  }
}

/** All versions, the one that is wanted behind the others; none where no version is. */
function latestLast<Versioned extends { version: string }>(
  versions: readonly Versioned[],
  latest: NonNullable<NugetFilter['latest']>,
): Versioned[] {
  const ordered = inVersionOrder(versions)
  const wanted = ordered.findLast(({ version }) => latest === 'any' || !isPrerelease(version))
  return wanted ? [...ordered.filter((one) => one !== wanted), wanted] : []
}

function takeOf({ $top }: Pick<Query, '$top'>): number {
  return Math.min($top, pageMax)
}

function sendFeed(
  c: Context<PackageDoor>,
  asked: Omit<Query, 'id'>,
  { whole, names }: FeedVersions,
): Response {
  const take = takeOf(asked)
  const isCut = whole.length > take && asked.$top > take
  return sendXml(
    c,
    feed(baseOf(c), { whole: whole.slice(0, take), names }, isCut ? nextOf(c, asked, take) : undefined),
  )
}

/** The same address, past what was sent, with nothing in it that this feed does not know. */
function nextOf(
  c: Context<PackageDoor>,
  { $skip, $top }: Pick<Query, '$skip' | '$top'>,
  sent: number,
): string {
  const { pathname, search } = targetOf(c)
  const known = [...new URLSearchParams(search)].filter(([name]) => name in query.shape)
  const parameters = new URLSearchParams(known)
  parameters.set('$skip', String($skip + sent))
  if (parameters.has('$top')) parameters.set('$top', String($top - sent))
  return `${baseOf(c)}/v2/${pathname.slice(pathname.lastIndexOf('/') + 1)}?${parameters}`
}

function sendXml(c: Context<PackageDoor>, xml: string): Response {
  return c.body(xml, 200, { 'Content-Type': 'application/xml; charset=utf-8' })
}
