import type { Rows } from '@/e2e/access-matrix/door'
import type { World } from '@/e2e/access-matrix/world'
import { commitTo, composerFiles } from '@/e2e/support/composer-package'
import { unique } from '@/e2e/support/fixtures'
import { send } from '@/e2e/support/machine-request'
import { publisher } from '@/e2e/support/package-publisher'

const base = '/api/v4/projects/:project/packages/composer'
const api = '/api/v4/projects/:id/packages/composer'

/** Reads in the group, where there is something. `:made` is the name of a package that the administrator has published. */
const read = (below: string, route = below) =>
  ({
    kind: 'machine',
    method: 'GET',
    url: `/api/v4/group/:here/-/packages/composer/${below}`,
    api: `/api/v4/group/:id/-/packages/composer/${route}`,
    made: publishTag,
  }) as const

const digest = '0'.repeat(64)

/** Composer's packages. */
export const packagesComposer = {
  doors: {
    'composer, publish': {
      kind: 'machine',
      method: 'POST',
      url: base,
      api,
      made: async (world) => (await makeTag(world)).tag,
      body: (_, made) => new URLSearchParams({ tag: String(made) }),
    },
    'composer, archive': {
      kind: 'machine',
      method: 'GET',
      url: `${base}/archives/:made`,
      api: `${api}/archives/:vendor/:file`,
      made: publishArchive,
    },
    'composer, root': read('packages'),
    'composer, root as JSON': read('packages.json'),
    'composer, package': read('p2/:made.json', 'p2/:vendor/:file'),
    'composer, providers': read(`p/${digest}.json`, 'p/:sha'),
    'composer, provider': read(`:made$${digest}.json`, ':vendor/:file'),
  },
  forPeople: {
    private: `
                            nobody ended outsider guest planner reporter developer maintainer owner admin
    composer, publish       401    401   404      403   403     403      201       201        201   201
    composer, archive       401    401   404      403   403     200      …
    composer, root          401    401   404      403   403     200      …
    composer, root as JSON  401    401   404      403   403     200      …
    composer, package       401    401   404      403   403     200      …
    composer, providers     401    401   404      403   403     200      …
    composer, provider      401    401   404      403   403     200      …
    `,
    internal: `
                            nobody ended outsider guest planner reporter developer maintainer owner admin
    composer, publish       401    401   403      403   403     403      201       201        201   201
    composer, archive       401    401   200      …
    composer, root          401    401   200      …
    composer, root as JSON  401    401   200      …
    composer, package       401    401   200      …
    composer, providers     401    401   200      …
    composer, provider      401    401   200      …
    `,
    public: `
                            nobody ended outsider guest planner reporter developer maintainer owner admin
    composer, publish       401    401   403      403   403     403      201       201        201   201
    composer, archive       200    …
    composer, root          200    …
    composer, root as JSON  200    …
    composer, package       200    …
    composer, providers     200    …
    composer, provider      200    …
    `,
  },
  forTokens: {
    private: `
                            repo reg wreg pkg wpkg all lacking here above below sibling other expired revoked misnamed unknown
    composer, publish       403  403 403  403 201  201 201     201  201   404   404     404   401     401     201      401
    composer, archive       403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    composer, root          403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    composer, root as JSON  403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    composer, package       403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    composer, providers     403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    composer, provider      403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    `,
  },
} as const satisfies Rows

interface MadeTag {
  name: string
  tag: string
  commit: string
}

/** A new package in the project's repository, not yet published. */
async function makeTag({ places }: World): Promise<MadeTag> {
  const name = `acme/${unique('lib').toLowerCase()}`
  const tag = `1.0+${unique('build')}`
  return { name, tag, commit: await commitTo(places.project, `refs/tags/${tag}`, composerFiles(name, 'one')) }
}

/** A package that the administrator has published; its name. */
async function publishTag(world: World): Promise<string> {
  return (await publish(world)).name
}

/** As `publishTag`; the address of its archive. */
async function publishArchive(world: World): Promise<string> {
  const { name, commit } = await publish(world)
  return `${name}.zip?sha=${commit}`
}

async function publish(world: World): Promise<MadeTag> {
  const made = await makeTag(world)
  const url = `/api/v4/projects/${world.places.project.id}/packages/composer`
  const body = new URLSearchParams({ tag: made.tag })
  const answer = await send(url, { method: 'POST', headers: [await publisher()], body })
  if (answer.status !== 201) throw new Error(`no package was published: ${answer.status}`)
  return made
}
