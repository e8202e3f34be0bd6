import type { Rows } from '@/e2e/access-matrix/door'
import type { World } from '@/e2e/access-matrix/world'
import { publishGeneric } from '@/e2e/support/published-package'

const made = async ({ places }: World) => (await publishGeneric(places.project)).id

async function madeFile({ places }: World): Promise<string> {
  const { id, files } = await publishGeneric(places.project)
  return `${id}/package_files/${files[0]?.id}`
}

/** Packages of every format: their pages, what deletes them, and GitLab's API of them. */
export const packages = {
  doors: {
    'project packages': {
      kind: 'page',
      url: '/:project/-/packages',
      folder: '(web)/project/packages/[...path]',
      segments: ':project',
    },
    'group packages': {
      kind: 'page',
      url: '/groups/:here/-/packages',
      folder: '(web)/group/packages/[...path]',
      segments: ':here',
    },
    'one package': {
      kind: 'page',
      url: '/:project/-/packages/:package',
      folder: '(web)/project/package/[id]/[...path]',
      segments: ':project',
      params: { id: ':package' },
    },
    'package file': {
      kind: 'route',
      url: '/:project/-/package_files/:packagefile/download',
      folder: '(web)/project/package-file/[id]/[...path]',
      params: { id: ':packagefile', path: ':project' },
    },
    'delete package': { kind: 'action', action: 'deletePackageAction' },
    'api: project packages': {
      kind: 'machine',
      method: 'GET',
      url: '/api/v4/projects/:project/packages',
      api: '/api/v4/projects/:id/packages',
    },
    'api: group packages': {
      kind: 'machine',
      method: 'GET',
      url: '/api/v4/groups/:here/packages',
      api: '/api/v4/groups/:id/packages',
    },
    'api: one package': {
      kind: 'machine',
      method: 'GET',
      url: '/api/v4/projects/:project/packages/:package',
      api: '/api/v4/projects/:id/packages/:package_id',
    },
    'api: delete package': {
      kind: 'machine',
      method: 'DELETE',
      url: '/api/v4/projects/:project/packages/:made',
      api: '/api/v4/projects/:id/packages/:package_id',
      made,
    },
    'api: package files': {
      kind: 'machine',
      method: 'GET',
      url: '/api/v4/projects/:project/packages/:package/package_files',
      api: '/api/v4/projects/:id/packages/:package_id/package_files',
    },
    'api: delete package file': {
      kind: 'machine',
      method: 'DELETE',
      url: '/api/v4/projects/:project/packages/:made',
      api: '/api/v4/projects/:id/packages/:package_id/package_files/:package_file_id',
      made: madeFile,
    },
  },
  forPeople: {
    private: `
                                  nobody   ended    outsider guest    planner  reporter developer maintainer owner    admin
    project packages              sign-in  sign-in  404      404      404      200      …
    group packages                sign-in  sign-in  404      404      404      200      …
    one package                   sign-in  sign-in  404      404      404      200      …
    package file                  401      401      404      404      404      200      …
    delete package                401      401      404      404      404      404      404       ok         ok       ok
    api: project packages         404      404      404      403      403      200      …
    api: group packages           404      404      404      403      403      200      …
    api: one package              404      404      404      403      403      200      …
    api: delete package           404      404      404      403      403      403      403       204        204      204
    api: package files            404      404      404      403      403      200      …
    api: delete package file      404      404      404      403      403      403      403       204        204      204
    `,
    internal: `
                                  nobody   ended    outsider guest    planner  reporter developer maintainer owner    admin
    project packages              sign-in  sign-in  200      …
    group packages                sign-in  sign-in  200      …
    one package                   sign-in  sign-in  200      …
    package file                  401      401      200      …
    api: project packages         404      404      200      …
    api: group packages           404      404      200      …
    api: one package              404      404      200      …
    api: delete package           404      404      403      403      403      403      403       204        204      204
    api: package files            404      404      200      …
    api: delete package file      404      404      403      403      403      403      403       204        204      204
    `,
    public: `
                                  nobody   ended    outsider guest    planner  reporter developer maintainer owner    admin
    project packages              200      …
    group packages                200      …
    one package                   200      …
    package file                  200      …
    api: project packages         200      …
    api: group packages           200      …
    api: one package              200      …
    api: delete package           403      403      403      403      403      403      403       204        204      204
    api: package files            200      …
    api: delete package file      403      403      403      403      403      403      403       204        204      204
    `,
  },
  forTokens: {
    private: `
                                  repo reg wreg pkg wpkg all lacking here above below sibling other expired revoked misnamed unknown
    package file                  401      …
    api: project packages         401      …
    api: group packages           401      …
    api: one package              401      …
    api: delete package           401      …
    api: package files            401      …
    api: delete package file      401      …
    `,
    internal: `
                                  repo reg wreg pkg wpkg all lacking here above below sibling other expired revoked misnamed unknown
    package file                  401      …
    `,
    public: `
                                  repo reg wreg pkg wpkg all lacking here above below sibling other expired revoked misnamed unknown
    project packages              200      …
    group packages                200      …
    one package                   200      …
    package file                  200      …
    `,
  },
  inputs: {
    deletePackageAction: async (world) => ({
      projectId: world.places.project.id,
      packageId: await made(world),
    }),
  },
} as const satisfies Rows
