import { z } from '@hono/zod-openapi'
import { imageNameOf } from '@/lib/domain/image-reference'
import { RegistryError } from '@/lib/domain/registry-error'
import { endpoint, list, type Rest } from '@/lib/http/rest/endpoint'
import { flag, holderOf, placeId, rowId } from '@/lib/http/rest/parameters'
import { nothingThere } from '@/lib/http/rest/refusals'
import {
  imageRepositoryDetailsView,
  imageRepositoryView,
  imageTagDetailsView,
  imageTagView,
  presentImageRepository,
  presentTag,
  presentTagDetails,
} from '@/lib/http/rest/views/present-image'
import { anybody, signedIn } from '@/lib/http/rest/who'
import { deleteImageRepository } from '@/lib/services/registry/delete-image-repository'
import { deleteImageTags } from '@/lib/services/registry/delete-image-tags'
import { findImageTag } from '@/lib/services/registry/find-image-tag'
import { listImageRepositories } from '@/lib/services/registry/list-image-repositories'
import { listImageTags } from '@/lib/services/registry/list-image-tags'
import { viewImageRepository } from '@/lib/services/registry/view-image-repository'

/** At most so many tags are told of beside an image repository; the list of its tags has them all. */
const namedTagsMax = 1000

const params = z.object({ id: placeId })
const toldOf = z.object({
  tags: flag.describe(`Also its tags, the first ${namedTagsMax} of them`).default(false),
  tags_count: flag.describe('Also the number of its tags').default(false),
})
const byId = { text: '', orderBy: 'id', sort: 'asc' } as const
const byName = { text: '', orderBy: 'name', sort: 'asc' } as const

/** GitLab's container registry API: https://docs.gitlab.com/api/container_registry/ */
export function addContainerRegistry(rest: Rest): void {
  list(
    rest,
    {
      method: 'get',
      path: '/projects/{id}/registry/repositories',
      summary: 'The image repositories of a project',
      who: anybody,
      place: 'Project',
      params,
      query: toldOf,
      answer: imageRepositoryView,
    },
    async ({ actor, params: { id }, query }, page) => {
      const asked = { holder: holderOf('project', id), search: byId, ...page }
      const { items, total } = await listImageRepositories(actor, {
        ...asked,
        namedTagsMax: query.tags ? namedTagsMax : 0,
      })
      return { items: items.map((item) => presentImageRepository(item, query)), total }
    },
  )
  list(
    rest,
    {
      method: 'get',
      path: '/groups/{id}/registry/repositories',
      summary: 'The image repositories of all projects below a group',
      who: anybody,
      place: 'Group',
      params,
      answer: imageRepositoryView,
    },
    async ({ actor, params: { id } }, page) => {
      const asked = { holder: holderOf('group', id), search: byId, ...page }
      const { items, total } = await listImageRepositories(actor, asked)
      const told = { tags: false, tags_count: false }
      return { items: items.map((item) => presentImageRepository(item, told)), total }
    },
  )
  endpoint(
    rest,
    {
      method: 'get',
      path: '/registry/repositories/{id}',
      summary: 'One image repository',
      who: anybody,
      params: z.object({ id: rowId }),
      query: toldOf.extend({ size: flag.describe('Also its size in bytes').default(false) }),
      answer: imageRepositoryDetailsView,
    },
    async ({ actor, params: { id }, query }) => {
      const named = query.tags ? namedTagsMax : 0
      const { repository, tagNames } = await finding(viewImageRepository(actor, { id }, named))
      const view = presentImageRepository({ ...repository, tagNames }, query)
      return query.size ? { ...view, size: repository.size } : view
    },
  )
  addRepository(rest)
  addTags(rest)
}

const path = '/projects/{id}/registry/repositories/{repository_id}'
const repositoryParams = z.object({ id: placeId, repository_id: rowId })

function addRepository(rest: Rest): void {
  endpoint(
    rest,
    {
      method: 'delete',
      path,
      summary: 'Delete an image repository with all its tags; it is gone at once',
      who: signedIn,
      place: 'Project',
      params: repositoryParams,
      answer: z.object({ message: z.literal('202 Accepted') }),
      status: 202,
    },
    async ({ actor, address, params: { id, repository_id } }) => {
      await finding(deleteImageRepository(actor, { repository: { id: repository_id, project: id }, address }))
      return { message: '202 Accepted' as const }
    },
  )
}

function addTags(rest: Rest): void {
  list(
    rest,
    {
      method: 'get',
      path: `${path}/tags`,
      summary: 'The tags of an image repository',
      who: anybody,
      place: 'Project',
      params: repositoryParams,
      answer: imageTagView,
    },
    async ({ actor, params: { id, repository_id } }, page) => {
      const name = { id: repository_id, project: id }
      const { project, repository, ...tags } = await finding(listImageTags(actor, name, byName, page))
      const imageName = imageNameOf(project.fullPath, repository.name)
      const { items, total } = tags.page
      return { items: items.map((tag) => presentTag(imageName, tag.name)), total }
    },
  )
  const tagParams = repositoryParams.extend({ tag_name: z.string().describe('The name of the tag') })
  endpoint(
    rest,
    {
      method: 'get',
      path: `${path}/tags/{tag_name}`,
      summary: 'One tag, and what it names',
      who: anybody,
      place: 'Project',
      params: tagParams,
      answer: imageTagDetailsView,
    },
    async ({ actor, params: { id, repository_id, tag_name } }) => {
      const name = { id: repository_id, project: id }
      const { project, repository, tag } = await finding(findImageTag(actor, name, tag_name))
      if (!tag) throw nothingThere('404 Tag Not Found')
      return presentTagDetails(imageNameOf(project.fullPath, repository.name), tag)
    },
  )
  endpoint(
    rest,
    {
      method: 'delete',
      path: `${path}/tags/{tag_name}`,
      summary: 'Delete a tag; what it names stays',
      who: signedIn,
      place: 'Project',
      params: tagParams,
      // as GitLab answers: the status once more
      answer: z.literal(200),
    },
    async ({ actor, address, params: { id, repository_id, tag_name } }) => {
      const repository = { id: repository_id, project: id }
      const deleted = await finding(deleteImageTags(actor, { repository, tags: [tag_name], address }))
      if (deleted.length === 0) throw nothingThere('404 Tag Not Found')
      return 200 as const
    },
  )
}

/** A project that is not there has its own words; so has an image repository that is not there in an open project. */
function finding<Value>(work: Promise<Value>): Promise<Value> {
  return work.catch((error: unknown) => {
    throw error instanceof RegistryError ? nothingThere() : error
  })
}
