import { z } from '@hono/zod-openapi'
import { isDomainError } from '@/lib/domain/error'
import type { Feature } from '@/lib/domain/feature'
import { pathFrom, pathSegment } from '@/lib/domain/namespace'
import { namingForm, pathForm, placeDescription } from '@/lib/domain/project'
import { visibilities } from '@/lib/domain/visibility'
import { endpoint, type Rest } from '@/lib/http/rest/endpoint'
import { flag, holderOf, inBody, parse, placeId, requireOneOf, rowId } from '@/lib/http/rest/parameters'
import { findingParameter, Refusal } from '@/lib/http/rest/refusals'
import { presentProject, projectView } from '@/lib/http/rest/views/present-project'
import { signedIn } from '@/lib/http/rest/who'
import { openProject } from '@/lib/services/access/open-project'
import { editPlace } from '@/lib/services/places/edit-place'
import { transferPlace } from '@/lib/services/places/transfer-place'
import { createProject } from '@/lib/services/projects/create-project'
import { readmeCommit } from '@/lib/services/projects/readme-commit'
import { addPlaceActs, openConfirmed } from './place-acts'

const params = z.object({ id: placeId })
const onOff = z.enum(['enabled', 'disabled']).optional()
const described = {
  name: namingForm.shape.name.optional(),
  path: pathSegment.optional(),
  visibility: z.enum(visibilities).optional(),
  description: placeDescription.optional(),
  repository_access_level: onOff,
  container_registry_access_level: onOff,
  packages_enabled: inBody(flag).openapi({ type: 'boolean' }).optional(),
  builds_access_level: onOff,
}
const newProject = z.object({
  ...described,
  namespace_id: inBody(rowId).openapi({ type: 'integer' }),
  initialize_with_readme: inBody(flag).openapi({ type: 'boolean' }).default(false),
})
const projectChange = z.object(described)
const common = { who: signedIn, answer: projectView } as const

/** GitLab's projects API, as far as it writes: https://docs.gitlab.com/api/projects/ */
export function addProjectsWriting(rest: Rest): void {
  endpoint(
    rest,
    {
      ...common,
      method: 'post',
      path: '/projects',
      summary: 'Create a project in a group, with `name` or `path` or both',
      body: newProject,
      status: 201,
      complainsByField: true,
    },
    async ({ actor, address, body }) => {
      requireOneOf(body, ['name', 'path'])
      const { namespace_id, initialize_with_readme: withReadme, visibility = 'private', description } = body
      const { name = body.path ?? '' } = body
      const { path } = parse(pathForm, { path: body.path ?? pathFrom(name) })
      const features = Object.entries(featuresOf(body)) as [Feature, boolean | undefined][]
      const disabledFeatures = features.filter(([, isOn]) => isOn === false).map(([feature]) => feature)
      const form = { name, path, visibility, description, disabledFeatures, withReadme }
      const making = { address, history: withReadme ? [readmeCommit(actor, name, new Date())] : [] }
      const made = createProject(actor, { ...form, parent: { id: namespace_id } }, making)
      return presentProject(await openProject(actor, 'read_project', await inNamespace(made)))
    },
  )
  endpoint(
    rest,
    {
      ...common,
      method: 'put',
      path: '/projects/{id}',
      summary: 'Change a project',
      place: 'Project',
      params,
      body: projectChange,
      complainsByField: true,
    },
    async ({ actor, address, params: { id }, body }) => {
      requireOneOf(body, Object.keys(described))
      const { name, path, visibility, description } = body
      const change = { name, path, visibility, description, features: featuresOf(body) }
      const edited = await editPlace(actor, { place: holderOf('project', id), change, address })
      return presentProject(await openProject(actor, 'read_project', { id: edited }))
    },
  )
  endpoint(
    rest,
    {
      ...common,
      method: 'put',
      path: '/projects/{id}/transfer',
      summary: 'Move a project into another group, by its number or full path',
      place: 'Project',
      params,
      body: z.object({ namespace: inBody(placeId).openapi({ type: 'string' }) }),
    },
    async ({ actor, address, params: { id }, body: { namespace } }) => {
      const place = await openConfirmed(actor, 'transfer', 'project', id)
      const transfer = { place, parent: namespace, confirmation: place.fullPath, address }
      const fullPath = await findingParameter('Namespace', transferPlace(actor, transfer))
      return presentProject(await openProject(actor, 'read_project', fullPath))
    },
  )
  addPlaceActs(rest, 'project')
}

/** What of a project these switch on or off. */
function featuresOf(body: z.output<typeof projectChange>): Partial<Record<Feature, boolean | undefined>> {
  const isOn = (level: 'enabled' | 'disabled' | undefined) => level && level === 'enabled'
  return {
    repository: isOn(body.repository_access_level),
    container_registry: isOn(body.container_registry_access_level),
    packages: body.packages_enabled,
    ci_cd: isOn(body.builds_access_level),
  }
}

/** GitLab has one answer for a group that is not there and for one where the actor may not make projects. */
function inNamespace(made: Promise<string>): Promise<string> {
  return made.catch((error: unknown) => {
    if (!isDomainError(error, 'not_found') && !isDomainError(error, 'forbidden')) throw error
    throw new Refusal(400, { message: { namespace: ['is not valid'] } })
  })
}
