import type { Rows } from '@/e2e/access-matrix/door'
import type { World } from '@/e2e/access-matrix/world'
import { unique } from '@/e2e/support/fixtures'
import { makeImage } from '@/e2e/support/listed-images'

const made = async ({ places }: World) =>
  (await makeImage(places.project, { name: unique('image') })).repositoryId

/** Images: their pages, what deletes them, and GitLab's API of them. */
export const containerRegistry = {
  doors: {
    'project images': {
      kind: 'page',
      url: '/:project/container_registry',
      folder: '(web)/project/container-registry/[...path]',
      segments: ':project',
    },
    'group images': {
      kind: 'page',
      url: '/groups/:here/-/container_registries',
      folder: '(web)/group/container-registries/[...path]',
      segments: ':here',
    },
    'one image': {
      kind: 'page',
      url: '/:project/container_registry/:image',
      folder: '(web)/project/image-repository/[id]/[...path]',
      segments: ':project',
      params: { id: ':image' },
    },
    'delete image tags': { kind: 'action', action: 'deleteImageTagsAction' },
    'delete image': { kind: 'action', action: 'deleteImageRepositoryAction' },
    'api: project images': {
      kind: 'machine',
      method: 'GET',
      url: '/api/v4/projects/:project/registry/repositories',
      api: '/api/v4/projects/:id/registry/repositories',
    },
    'api: group images': {
      kind: 'machine',
      method: 'GET',
      url: '/api/v4/groups/:here/registry/repositories',
      api: '/api/v4/groups/:id/registry/repositories',
    },
    'api: one image': {
      kind: 'machine',
      method: 'GET',
      url: '/api/v4/registry/repositories/:made',
      api: '/api/v4/registry/repositories/:id',
      made,
    },
    'api: delete image': {
      kind: 'machine',
      method: 'DELETE',
      url: '/api/v4/projects/:project/registry/repositories/:made',
      api: '/api/v4/projects/:id/registry/repositories/:repository_id',
      made,
    },
    'api: image tags': {
      kind: 'machine',
      method: 'GET',
      url: '/api/v4/projects/:project/registry/repositories/:made/tags',
      api: '/api/v4/projects/:id/registry/repositories/:repository_id/tags',
      made,
    },
    'api: one image tag': {
      kind: 'machine',
      method: 'GET',
      url: '/api/v4/projects/:project/registry/repositories/:made/tags/latest',
      api: '/api/v4/projects/:id/registry/repositories/:repository_id/tags/:tag_name',
      made,
    },
    'api: delete image tag': {
      kind: 'machine',
      method: 'DELETE',
      url: '/api/v4/projects/:project/registry/repositories/:made/tags/latest',
      api: '/api/v4/projects/:id/registry/repositories/:repository_id/tags/:tag_name',
      made,
    },
  },
  forPeople: {
    private: `
                                  nobody   ended    outsider guest    planner  reporter developer maintainer owner    admin
    project images                sign-in  sign-in  404      404      404      200      …
    group images                  sign-in  sign-in  404      404      404      200      …
    one image                     sign-in  sign-in  404      404      404      200      …
    delete image tags             401      401      404      404      404      404      404       ok         ok       ok
    delete image                  401      401      404      404      404      404      404       ok         ok       ok
    api: project images           404      404      404      403      403      200      …
    api: group images             404      404      404      403      403      200      …
    api: one image                401      401      404      403      403      200      …
    api: delete image             404      404      404      403      403      403      403       202        202      202
    api: image tags               404      404      404      403      403      200      …
    api: one image tag            404      404      404      403      403      200      …
    api: delete image tag         404      404      404      403      403      403      403       200        200      200
    `,
    internal: `
                                  nobody   ended    outsider guest    planner  reporter developer maintainer owner    admin
    project images                sign-in  sign-in  200      …
    group images                  sign-in  sign-in  200      …
    one image                     sign-in  sign-in  200      …
    api: project images           404      404      200      …
    api: group images             404      404      200      …
    api: one image                401      401      200      …
    api: delete image             404      404      403      403      403      403      403       202        202      202
    api: image tags               404      404      200      …
    api: one image tag            404      404      200      …
    api: delete image tag         404      404      403      403      403      403      403       200        200      200
    `,
    public: `
                                  nobody   ended    outsider guest    planner  reporter developer maintainer owner    admin
    project images                200      …
    group images                  200      …
    one image                     200      …
    api: project images           200      …
    api: group images             200      …
    api: one image                200      …
    api: delete image             403      403      403      403      403      403      403       202        202      202
    api: image tags               200      …
    api: one image tag            200      …
    api: delete image tag         403      403      403      403      403      403      403       200        200      200
    `,
  },
  forTokens: {
    private: `
                                  repo reg wreg pkg wpkg all lacking here above below sibling other expired revoked misnamed unknown
    api: project images           401      …
    api: group images             401      …
    api: one image                401      …
    api: delete image             401      …
    api: image tags               401      …
    api: one image tag            401      …
    api: delete image tag         401      …
    `,
    public: `
                                  repo reg wreg pkg wpkg all lacking here above below sibling other expired revoked misnamed unknown
    project images                200      …
    group images                  200      …
    one image                     200      …
    `,
  },
  inputs: {
    deleteImageTagsAction: async (world) => ({ repositoryId: await made(world), tags: ['latest'] }),
    deleteImageRepositoryAction: async (world) => ({ repositoryId: await made(world) }),
  },
} as const satisfies Rows
