import type { Rows } from '@/e2e/access-matrix/door'
import { unique } from '@/e2e/support/fixtures'

/** Groups and projects: lists, overviews, files, and making them. */
export const tree = {
  doors: {
    dashboard: { kind: 'page', url: '/', folder: '(web)' },
    'new group': { kind: 'page', url: '/groups/new', folder: '(web)/groups/new' },
    'new project': { kind: 'page', url: '/projects/new', folder: '(web)/projects/new' },
    group: { kind: 'page', url: '/:here', folder: '(web)/[...path]', segments: ':here' },
    'group, by /groups/': {
      kind: 'page',
      url: '/groups/:here',
      folder: '(web)/groups/[...path]',
      segments: ':here',
    },
    project: { kind: 'page', url: '/:project', folder: '(web)/[...path]', segments: ':project' },
    files: {
      kind: 'page',
      url: '/:project/-/tree/main',
      folder: '(web)/project/files/[...path]',
      segments: ':project/-/tree/main',
    },
    'a file': {
      kind: 'page',
      url: '/:project/-/blob/main/README.md',
      folder: '(web)/project/files/[...path]',
      segments: ':project/-/blob/main/README.md',
    },
    'what is not': {
      kind: 'page',
      url: '/:project-that-is-not',
      folder: '(web)/[...path]',
      segments: ':project-that-is-not',
    },
    'make subgroup': { kind: 'action', action: 'createGroupAction', on: 'here' },
    'make project': { kind: 'action', action: 'createProjectAction', on: 'here' },
    'make group at the top': { kind: 'action', action: 'createGroupAction', on: 'nothing' },
  },
  forPeople: {
    private: `
                           nobody   ended    outsider guest  planner reporter developer maintainer owner admin
    dashboard              sign-in  sign-in  200      …
    new group              sign-in  sign-in  200      …
    new project            sign-in  sign-in  200      …
    group                  sign-in  sign-in  404      200    …
    group, by /groups/     moved    …
    project                sign-in  sign-in  404      200    …
    files                  sign-in  sign-in  404      404    404     200      …
    a file                 sign-in  sign-in  404      404    404     200      …
    what is not            sign-in  sign-in  404      …
    make subgroup          401      401      404      404    404     404      404       ok         ok    ok
    make project           401      401      404      404    404     404      ok        ok         ok    ok
    make group at the top  401      401      ok       …
    `,
    internal: `
                           nobody   ended    outsider guest  planner reporter developer maintainer owner admin
    group                  sign-in  sign-in  200      …
    project                sign-in  sign-in  200      …
    files                  sign-in  sign-in  200      …
    a file                 sign-in  sign-in  200      …
    `,
    public: `
                           nobody   ended    outsider guest  planner reporter developer maintainer owner admin
    group                  200      …
    project                200      …
    files                  200      …
    a file                 200      …
    `,
  },
  forTokens: {
    private: `
                           repo reg wreg pkg wpkg all lacking here above below sibling other expired revoked misnamed unknown
    group, by /groups/     moved …
    `,
    public: `
                           repo reg wreg pkg wpkg all lacking here above below sibling other expired revoked misnamed unknown
    group                  200  …
    project                200  …
    files                  200  …
    a file                 200  …
    `,
  },
  inputs: {
    createGroupAction: async ({ visibility, places }, on) => ({
      name: 'A group',
      path: unique('made'),
      visibility,
      parent: on === 'here' ? places.here.fullPath : '',
    }),
    createProjectAction: async ({ visibility, places }) => ({
      name: 'A project',
      path: unique('made'),
      visibility,
      parent: places.here.fullPath,
      withReadme: false,
    }),
  },
} as const satisfies Rows
