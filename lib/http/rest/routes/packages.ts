import { z } from '@hono/zod-openapi'
import { decide } from '@/lib/domain/ability'
import { packageTypeNames } from '@/lib/domain/package'
import { foreignPackageTypes, type PackageSearch } from '@/lib/domain/package-list'
import { endpoint, list, type Rest } from '@/lib/http/rest/endpoint'
import { holderOf, nameText, placeId, rowId } from '@/lib/http/rest/parameters'
import { nothingThere } from '@/lib/http/rest/refusals'
import {
  groupPackageView,
  packageDetailsView,
  packageFileView,
  packageView,
  presentGroupPackage,
  presentPackage,
  presentPackageDetails,
  presentPackageFile,
} from '@/lib/http/rest/views/present-package'
import { anybody, signedIn } from '@/lib/http/rest/who'
import { deleteListedFile } from '@/lib/services/packages/delete-listed-file'
import { deleteListedPackage } from '@/lib/services/packages/delete-listed-package'
import { listPackageFiles } from '@/lib/services/packages/list-package-files'
import { listPackages } from '@/lib/services/packages/list-packages'
import { viewPackage } from '@/lib/services/packages/view-package'

/** At most so many other versions are told of beside a version; the list has them all. */
const otherVersionsMax = 100

const params = z.object({ id: placeId })
const orders = { created_at: 'published', name: 'name', version: 'version', type: 'type' } as const
const filters = z.object({
  sort: z.enum(['asc', 'desc']).describe('Which end comes first').default('asc'),
  package_type: z
    .enum([...packageTypeNames, ...foreignPackageTypes])
    .describe('Of this format only')
    .optional(),
  package_name: nameText.describe('Part of a name, in any case').default(''),
  package_version: nameText.describe('The version, as it was published').optional(),
  status: z
    .enum(['default', 'hidden', 'processing', 'error', 'pending_destruction', 'deprecated'])
    .describe('All that is here is `default`')
    .default('default'),
})
const ofProject = filters.extend({
  order_by: z
    .enum(['created_at', 'name', 'version', 'type'])
    .describe('What the order is by')
    .default('created_at'),
})
const ofGroup = filters.extend({
  order_by: z
    .enum(['created_at', 'name', 'version', 'type', 'project_path'])
    .describe('What the order is by')
    .default('created_at'),
})

/** GitLab's packages API: https://docs.gitlab.com/api/packages/ */
export function addPackages(rest: Rest): void {
  list(
    rest,
    {
      method: 'get',
      path: '/projects/{id}/packages',
      summary: 'The packages of a project, version by version',
      who: anybody,
      place: 'Project',
      params,
      query: ofProject,
      answer: packageView,
    },
    async ({ actor, params: { id }, query }, page) => {
      const asked = { holder: holderOf('project', id), search: searchOf(query), ...page }
      const { place, items, total } = await listPackages(actor, asked)
      const canDelete = decide(actor, 'delete_package', place) === 'allow'
      return onlyDefault(query.status, { items: items.map((item) => presentPackage(item, canDelete)), total })
    },
  )
  list(
    rest,
    {
      method: 'get',
      path: '/groups/{id}/packages',
      summary: 'The packages of all projects below a group, version by version',
      who: anybody,
      place: 'Group',
      params,
      query: ofGroup,
      answer: groupPackageView,
    },
    async ({ actor, params: { id }, query }, page) => {
      const asked = { holder: holderOf('group', id), search: searchOf(query), ...page }
      const { items, total } = await listPackages(actor, asked)
      return onlyDefault(query.status, { items: items.map(presentGroupPackage), total })
    },
  )
  addPackage(rest)
  addFiles(rest)
}

const path = '/projects/{id}/packages/{package_id}'
const packageParams = z.object({ id: placeId, package_id: rowId })

function addPackage(rest: Rest): void {
  endpoint(
    rest,
    {
      method: 'get',
      path,
      summary: 'One version of a package',
      who: anybody,
      place: 'Project',
      params: packageParams,
      answer: packageDetailsView,
    },
    async ({ actor, params: { id, package_id } }) => {
      const wish = { files: { page: 1, perPage: 1 }, versionsMax: otherVersionsMax }
      const viewed = await viewPackage(actor, { id: package_id, project: id }, wish)
      if (!viewed) throw nothingThere()
      const canDelete = decide(actor, 'delete_package', viewed.project) === 'allow'
      return presentPackageDetails(viewed.listed, viewed.otherVersions, canDelete)
    },
  )
  endpoint(
    rest,
    {
      method: 'delete',
      path,
      summary: 'Delete a version with its files',
      who: signedIn,
      place: 'Project',
      params: packageParams,
      status: 204,
    },
    async ({ actor, address, params: { id, package_id } }) => {
      const wasThere = await deleteListedPackage(actor, { id: package_id, project: id }, address)
      if (!wasThere) throw nothingThere()
    },
  )
}

function addFiles(rest: Rest): void {
  list(
    rest,
    {
      method: 'get',
      path: `${path}/package_files`,
      summary: 'The files of a version',
      who: anybody,
      place: 'Project',
      params: packageParams,
      answer: packageFileView,
    },
    async ({ actor, params: { id, package_id } }, page) => {
      const found = await listPackageFiles(actor, { id: package_id, project: id }, page)
      if (!found) throw nothingThere()
      return { items: found.items.map((file) => presentPackageFile(package_id, file)), total: found.total }
    },
  )
  endpoint(
    rest,
    {
      method: 'delete',
      path: `${path}/package_files/{package_file_id}`,
      summary: 'Delete a file; its version goes with the last one',
      who: signedIn,
      place: 'Project',
      params: packageParams.extend({ package_file_id: rowId }),
      status: 204,
    },
    async ({ actor, address, params: { id, package_id, package_file_id } }) => {
      const deletion = { package: { id: package_id, project: id }, fileId: package_file_id, address }
      if (!(await deleteListedFile(actor, deletion))) throw nothingThere()
    },
  )
}

function searchOf(query: z.output<typeof ofProject> | z.output<typeof ofGroup>): PackageSearch {
  const { package_name, package_type, package_version, order_by, sort } = query
  return {
    text: package_name,
    type: package_type,
    version: package_version,
    orderBy: order_by === 'project_path' ? 'project' : orders[order_by],
    sort,
  }
}

/** Nothing is hidden, half done or broken here: of any other status there is nothing. */
function onlyDefault<Item>(status: string, page: { items: Item[]; total: number }) {
  return status === 'default' ? page : { items: [], total: 0 }
}
