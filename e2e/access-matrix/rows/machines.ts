import type { Rows } from '@/e2e/access-matrix/door'

const plain = { 'content-type': 'text/plain' }
// git's own packets: a question for the refs, and a push of nothing
const lsRefs = '0014command=ls-refs\n0000'
const nothing = '0000'

/** Health and git. */
export const machines = {
  doors: {
    health: { kind: 'machine', method: 'GET', url: '/-/health' },
    liveness: { kind: 'machine', method: 'GET', url: '/-/liveness' },
    readiness: { kind: 'machine', method: 'GET', url: '/-/readiness' },
    'fetch, refs': {
      kind: 'machine',
      method: 'GET',
      url: '/:project.git/info/refs?service=git-upload-pack',
      endpoint: 'info/refs',
    },
    'fetch, pack': {
      kind: 'machine',
      method: 'POST',
      url: '/:project.git/git-upload-pack',
      endpoint: 'git-upload-pack',
      headers: { 'content-type': 'application/x-git-upload-pack-request', 'git-protocol': 'version=2' },
      body: lsRefs,
    },
    'fetch by cookie': {
      kind: 'machine',
      method: 'GET',
      url: '/:project.git/info/refs?service=git-upload-pack',
      endpoint: 'info/refs',
      byCookie: true,
    },
    'fetch what is not': {
      kind: 'machine',
      method: 'GET',
      url: '/:project-that-is-not.git/info/refs?service=git-upload-pack',
      endpoint: 'info/refs',
    },
    'push, refs': {
      kind: 'machine',
      method: 'GET',
      url: '/:project.git/info/refs?service=git-receive-pack',
      endpoint: 'info/refs',
    },
    'push, pack': {
      kind: 'machine',
      method: 'POST',
      url: '/:project.git/git-receive-pack',
      endpoint: 'git-receive-pack',
      headers: { 'content-type': 'application/x-git-receive-pack-request' },
      body: nothing,
    },
    'push by cookie': {
      kind: 'machine',
      method: 'POST',
      url: '/:project.git/git-receive-pack',
      endpoint: 'git-receive-pack',
      headers: { 'content-type': 'application/x-git-receive-pack-request' },
      body: nothing,
      byCookie: true,
    },
    LFS: {
      kind: 'machine',
      method: 'POST',
      url: '/:project.git/info/lfs/objects/batch',
      endpoint: 'lfs',
      headers: plain,
      body: '{}',
    },
    'a file of git’s': { kind: 'machine', method: 'GET', url: '/:project.git/HEAD', endpoint: 'other' },
  },
  forPeople: {
    private: `
                           nobody   ended    outsider guest  planner reporter developer maintainer owner admin
    health                 200      …
    liveness               200      …
    readiness              200      …
    fetch, refs            401      401      404      403    403     200      200       200        200   200
    fetch, pack            401      401      404      403    403     200      200       200        200   200
    fetch by cookie        401      …
    fetch what is not      401      401      404      …
    push, refs             401      401      404      403    403     403      200       200        200   200
    push, pack             401      401      404      403    403     403      200       200        200   200
    push by cookie         401      …
    LFS                    404      …
    a file of git’s        403      …
    `,
    internal: `
                           nobody   ended    outsider guest  planner reporter developer maintainer owner admin
    fetch, refs            401      401      200      …
    fetch, pack            401      401      200      …
    push, refs             401      401      403      403    403     403      200       200        200   200
    push, pack             401      401      403      403    403     403      200       200        200   200
    `,
    public: `
                           nobody   ended    outsider guest  planner reporter developer maintainer owner admin
    fetch, refs            200      …
    fetch, pack            200      …
    fetch by cookie        200      …
    push, refs             401      401      403      403    403     403      200       200        200   200
    push, pack             401      401      403      403    403     403      200       200        200   200
    `,
  },
  forTokens: {
    private: `
                           repo reg wreg pkg wpkg all lacking here above below sibling other expired revoked misnamed unknown
    health                 200  …
    liveness               200  …
    readiness              200  …
    fetch, refs            200  403 403  403 403  200 403     200  200   404   404     404   401     401     401      401
    fetch, pack            200  403 403  403 403  200 403     200  200   404   404     404   401     401     401      401
    fetch by cookie        200  403 403  403 403  200 403     200  200   404   404     404   401     401     401      401
    fetch what is not      404  404 404  404 404  404 404     404  404   404   404     404   401     401     401      401
    push, refs             403  403 403  403 403  403 403     403  403   404   404     404   401     401     401      401
    push, pack             403  403 403  403 403  403 403     403  403   404   404     404   401     401     401      401
    push by cookie         403  403 403  403 403  403 403     403  403   404   404     404   401     401     401      401
    LFS                    404  …
    a file of git’s        403  …
    `,
  },
} as const satisfies Rows
