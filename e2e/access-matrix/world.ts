import {
  addMember,
  administrator,
  makeExpiredToken,
  makeGroup,
  makePersonalToken,
  makeProject,
  makeProjectWithRepository,
  makeRevokedToken,
  makeSession,
  makeToken,
  makeUser,
  password,
} from '@/e2e/support/fixtures'
import { makeImage } from '@/e2e/support/listed-images'
import { type PublishedPackage, publishGeneric } from '@/e2e/support/published-package'
import { type PushedImage, pushImage } from '@/e2e/support/pushed-image'
import type { Group, Project } from '@/lib/domain/project'
import type { Role } from '@/lib/domain/role'
import { scopeNames } from '@/lib/domain/scope'
import type { Visibility } from '@/lib/domain/visibility'
import { endSession } from '@/lib/services/sessions/end-session'
import { type ActionPlace, type Person, people, type Token, tokens } from './actors'

/** The tree of the matrix with everybody in it. */
export interface World {
  visibility: Visibility
  places: { above: Group; here: Group; below: Group; sibling: Group; project: Project; neighbour: Project }
  people: Record<Person, Someone>
  tokens: Record<Token, Credentials>
  /** Of the project. */
  image: PushedImage
  /** The number of an image repository of the project. */
  imageId: number
  /** Of the project. */
  package: PublishedPackage
}

export interface Credentials {
  username: string
  password: string
}

interface Someone {
  credentials?: Credentials
  /** Live, but for the one of `ended`. */
  sessionId?: string
  /** A personal access token with the scope api. */
  accessToken?: string
  /** Makes another like it. */
  makeAccessToken?: () => Promise<string>
}

const roles: Partial<Record<Person, Role>> = {
  ended: 'Maintainer',
  guest: 'Guest',
  planner: 'Planner',
  reporter: 'Reporter',
  developer: 'Developer',
  maintainer: 'Maintainer',
  owner: 'Owner',
}

// gldt- and 36 characters with a checksum that holds, which no row has
const unknownValue = 'gldt-Ky9Pf34qY6Nb3wWD25RQ4F5ZR3qa7y0E0cjW'

export async function makeWorld(visibility: Visibility): Promise<World> {
  const above = await makeGroup(undefined, { visibility })
  const here = await makeGroup(above, { visibility })
  const sibling = await makeGroup(above, { visibility })
  const places = {
    above,
    here,
    below: await makeGroup(here, { visibility }),
    sibling,
    project: await makeProjectWithRepository(here, visibility),
    neighbour: await makeProject(sibling, { visibility }),
  }
  const everybody = people.map(async (person) => [person, await makePerson(person, here)] as const)
  const everyToken = Object.keys(tokens).map(
    async (name) => [name, await tokenOf(name as Token, places)] as const,
  )
  return {
    visibility,
    places,
    people: Object.fromEntries(await Promise.all(everybody)) as World['people'],
    tokens: Object.fromEntries(await Promise.all(everyToken)) as World['tokens'],
    image: await pushImage(places.project),
    imageId: (await makeImage(places.project, { name: 'listed' })).repositoryId,
    package: await publishGeneric(places.project),
  }
}

async function makePerson(person: Person, here: Group): Promise<Someone> {
  if (person === 'nobody') return {}
  const user = await makeUser({ isAdmin: person === 'admin' })
  const role = roles[person]
  if (role) await addMember(user, here, role)
  const sessionId = await makeSession(user)
  if (person === 'ended') {
    await endSession(sessionId)
    return { sessionId }
  }
  const makeAccessToken = async () => (await makePersonalToken(user)).secret
  const accessToken = await makeAccessToken()
  return { sessionId, accessToken, makeAccessToken, credentials: { username: user.username, password } }
}

async function tokenOf(name: Token, places: World['places']): Promise<Credentials> {
  const { holder, scopes, but } = { but: undefined, ...tokens[name] }
  await administrator()
  const make = {
    expired: makeExpiredToken,
    revoked: makeRevokedToken,
    misnamed: makeToken,
    unknown: makeToken,
  }
  const wishes = { scopes: scopes === 'all' ? [...scopeNames] : [...scopes] }
  const { credentials } = await (but ? make[but] : makeToken)(places[holder], wishes)
  if (but === 'misnamed') return { ...credentials, username: `${credentials.username}0` }
  if (but === 'unknown') return { ...credentials, password: unknownValue }
  return credentials
}

/**
 * A URL or path of the matrix with the full paths of this tree, as `write` writes them, the user names of its people,
 * the digests of its image, the number of an image repository in it, and those of its package and a file of that.
 */
export function fill(
  text: string,
  { places, people, image: { blob, manifest }, imageId, package: { id, files } }: World,
  write = (fullPath: string) => fullPath,
): string {
  const words: Record<string, string | undefined> = {
    blob,
    manifest,
    image: String(imageId),
    package: String(id),
    packagefile: String(files[0]?.id),
    ...Object.fromEntries(
      Object.entries(people).map(([name, someone]) => [name, someone.credentials?.username]),
    ),
    ...Object.fromEntries(Object.entries(places).map(([name, place]) => [name, write(place.fullPath)])),
  }
  return text.replace(/:([a-z]+)/g, (whole, name: string) => words[name] ?? whole)
}

/** The Authorization header of these credentials (RFC 7617). */
export function basic({ username, password }: Credentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
}

/** What an action about a holder is sent: the project, or the group `here`. */
export function holderOf(
  { places }: World,
  on: ActionPlace,
): { kind: 'project' | 'group'; fullPath: string } {
  const { kind, fullPath } = on === 'here' ? places.here : places.project
  return { kind, fullPath }
}
