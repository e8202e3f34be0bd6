import type { Group, Project } from '@/lib/domain/project'
import {
  type MadeToken,
  makeExpiredToken,
  makeGroup,
  makeProject,
  makeRevokedToken,
  makeToken,
} from './fixtures'

/** Who comes to a private project's packages, with what the project answers to reading and to publishing. */
export interface PackageBearer {
  who: string
  secret: string | undefined
  reads: number
  publishes: number
}

const unknownValue = 'gldt-Ky9Pf34qY6Nb3wWD25RQ4F5ZR3qa7y0E0cjW'

/** A private project in two groups, with every kind of token that clients may come with. */
export async function makePackageProject(): Promise<{
  above: Group
  project: Project
  writer: MadeToken
  bearers: PackageBearer[]
}> {
  const above = await makeGroup()
  const group = await makeGroup(above)
  const project = await makeProject(group)
  const both = ['read_package_registry', 'write_package_registry'] as const
  const scopes = { scopes: [...both] }
  const writer = await makeToken(project, scopes)
  const reader = await makeToken(project, { scopes: ['read_package_registry'] })
  const onlyWriter = await makeToken(project, { scopes: ['write_package_registry'] })
  const ofImages = await makeToken(project, {
    scopes: ['read_registry', 'write_registry', 'read_repository'],
  })
  const ofGroup = await makeToken(above, scopes)
  const elsewhere = await makeToken(await makeProject(group), scopes)
  const expired = await makeExpiredToken(project, scopes)
  const revoked = await makeRevokedToken(project, scopes)
  const bearers = [
    { who: 'nobody', secret: undefined, reads: 401, publishes: 401 },
    { who: 'a token that is none', secret: unknownValue, reads: 401, publishes: 401 },
    { who: 'a token to read', secret: reader.secret, reads: 200, publishes: 403 },
    { who: 'a token to publish', secret: onlyWriter.secret, reads: 200, publishes: 201 },
    { who: 'a token without a package scope', secret: ofImages.secret, reads: 403, publishes: 403 },
    { who: 'a token of the group above', secret: ofGroup.secret, reads: 200, publishes: 201 },
    { who: 'a token of another project', secret: elsewhere.secret, reads: 404, publishes: 404 },
    { who: 'an expired token', secret: expired.secret, reads: 401, publishes: 401 },
    { who: 'a revoked token', secret: revoked.secret, reads: 401, publishes: 401 },
  ]
  return { above, project, writer, bearers }
}
