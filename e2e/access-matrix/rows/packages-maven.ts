import type { MachineDoor, Rows } from '@/e2e/access-matrix/door'
import type { World } from '@/e2e/access-matrix/world'
import { administrator, makePersonalToken, unique } from '@/e2e/support/fixtures'
import { send } from '@/e2e/support/machine-request'
import { makePom } from '@/e2e/support/maven-pom'

const projects = {
  url: '/api/v4/projects/:project/packages/maven',
  api: '/api/v4/projects/:id/packages/maven/*',
}
const groups = { url: '/api/v4/groups/:here/-/packages/maven', api: '/api/v4/groups/:id/-/packages/maven/*' }
const instance = { url: '/api/v4/packages/maven', api: '/api/v4/packages/maven/*' }

const door = (
  method: MachineDoor['method'],
  place: typeof projects,
  below: string,
  more: Partial<MachineDoor> = {},
) =>
  ({ kind: 'machine', method, url: `${place.url}/${below}`, api: place.api, made: publish, ...more }) as const

/** Maven's artifacts. `:made` is the path of one that the administrator has published. */
export const packagesMaven = {
  doors: {
    'maven, file': door('GET', projects, ':made', { made: publishFile }),
    'maven, checksum': door('GET', projects, ':made.sha1', { made: publishFile }),
    'maven, metadata': door('GET', projects, ':made/maven-metadata.xml'),
    'maven, publish': door('PUT', projects, ':made', { made: newFile, body: 'jar' }),
    'maven, publish again': door('PUT', projects, ':made', { made: publishFile, body: 'jar' }),
    'maven, compare': door('PUT', projects, ':made.sha1', { made: publishFile, body: '0' }),
    'maven, tell metadata': door('PUT', projects, ':made/maven-metadata.xml', { body: '<metadata/>' }),
    'maven, nothing': door('GET', projects, 'archetype-catalog.xml'),
    'maven, of a group': door('GET', groups, ':made', { made: publishFile }),
    'maven, of a group, metadata': door('GET', groups, ':made/maven-metadata.xml'),
    'maven, of all': door('GET', instance, ':made', { made: publishFile }),
  },
  forPeople: {
    private: `
                                 nobody ended outsider guest planner reporter developer maintainer owner admin
    maven, file                  401    401   404      403   403     200      …
    maven, checksum              401    401   404      403   403     200      …
    maven, metadata              401    401   404      403   403     200      …
    maven, publish               401    401   404      403   403     403      200       200        200   200
    maven, publish again         401    401   404      403   403     403      400       400        400   400
    maven, compare               401    401   404      403   403     403      409       409        409   409
    maven, tell metadata         401    401   404      403   403     403      200       200        200   200
    maven, nothing               404    …
    maven, of a group            401    401   404      403   403     200      …
    maven, of a group, metadata  401    401   404      403   403     200      …
    maven, of all                401    401   404      403   403     200      …
    `,
    internal: `
                                 nobody ended outsider guest planner reporter developer maintainer owner admin
    maven, file                  401    401   200      …
    maven, checksum              401    401   200      …
    maven, metadata              401    401   200      …
    maven, publish               401    401   403      403   403     403      200       200        200   200
    maven, publish again         401    401   403      403   403     403      400       400        400   400
    maven, compare               401    401   403      403   403     403      409       409        409   409
    maven, tell metadata         401    401   403      403   403     403      200       200        200   200
    maven, of a group            401    401   200      …
    maven, of a group, metadata  401    401   200      …
    maven, of all                401    401   200      …
    `,
    public: `
                                 nobody ended outsider guest planner reporter developer maintainer owner admin
    maven, file                  200    …
    maven, checksum              200    …
    maven, metadata              200    …
    maven, publish               401    401   403      403   403     403      200       200        200   200
    maven, publish again         401    401   403      403   403     403      400       400        400   400
    maven, compare               401    401   403      403   403     403      409       409        409   409
    maven, tell metadata         401    401   403      403   403     403      200       200        200   200
    maven, of a group            200    …
    maven, of a group, metadata  200    …
    maven, of all                200    …
    `,
  },
  forTokens: {
    private: `
                                 repo reg wreg pkg wpkg all lacking here above below sibling other expired revoked misnamed unknown
    maven, file                  403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    maven, checksum              403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    maven, metadata              403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    maven, publish               403  403 403  403 200  200 200     200  200   404   404     404   401     401     200      401
    maven, publish again         403  403 403  403 400  400 400     400  400   404   404     404   401     401     400      401
    maven, compare               403  403 403  403 409  409 409     409  409   404   404     404   401     401     409      401
    maven, tell metadata         403  403 403  403 200  200 200     200  200   404   404     404   401     401     200      401
    maven, nothing               404  404 404  404 404  404 404     404  404   404   404     404   401     401     404      401
    maven, of a group            403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    maven, of a group, metadata  403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    maven, of all                403  403 403  200 200  200 200     200  200   404   404     404   401     401     200      401
    `,
  },
} as const satisfies Rows

/** A POM that is published, as an artifact of a group's own; the path of the artifact. */
async function publish({ places }: World): Promise<string> {
  const artifactId = unique('lib')
  const url = `/api/v4/projects/${places.project.id}/packages/maven/${pathOf(artifactId, 'pom')}`
  const { secret } = await makePersonalToken(await administrator())
  const body = makePom({ groupId: 'com.example', artifactId, version: '1.0' })
  const answer = await send(url, { method: 'PUT', headers: [['Private-Token', secret]], body })
  if (answer.status !== 200) throw new Error(`no artifact was published: ${answer.status}`)
  return `com/example/${artifactId}`
}

/** The path of a POM that is published. */
async function publishFile(world: World): Promise<string> {
  return pathOf((await publish(world)).replace(/^.*\//, ''), 'pom')
}

async function newFile(): Promise<string> {
  return pathOf(unique('lib'), 'jar')
}

function pathOf(artifactId: string, extension: string): string {
  return `com/example/${artifactId}/1.0/${artifactId}-1.0.${extension}`
}
