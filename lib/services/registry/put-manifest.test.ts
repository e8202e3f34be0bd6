import { beforeEach, describe, expect, test } from 'vitest'
import {
  administrator,
  makeGroup,
  makeMember,
  makePersonalToken,
  makeProject,
  makeToken,
  refusalOf,
  sql,
} from '@/e2e/support/fixtures'
import { describeContent, linkBlobs, ociConfig, ociManifest } from '@/e2e/support/images'
import { database, transaction } from '@/lib/data/client'
import type { Actor } from '@/lib/domain/actor'
import type { Group, Project } from '@/lib/domain/project'
import { authenticate } from '@/lib/services/access/authenticate'
import { revokeDeployToken } from '@/lib/services/deploy-tokens/revoke-deploy-token'
import { revokePersonalAccessToken } from '@/lib/services/personal-access-tokens/revoke-personal-access-token'
import { putManifest } from './put-manifest'

const config = describeContent('{}', ociConfig)
const image = () => ({ schemaVersion: 2, config, layers: [] })

let group: Group
let project: Project
beforeEach(async () => {
  group = await makeGroup()
  project = await makeProject(group)
  await linkBlobs(project, 'image', [config])
})

async function tags() {
  const rows = await sql<{ name: string }>`SELECT t.name FROM container_tags t
    JOIN container_repositories r ON r.id = t.repository_id WHERE r.project_id = ${project.id}`
  return rows.map(({ name }) => name)
}

const push = (actor: Actor) =>
  putManifest(actor, {
    imageName: `${project.fullPath}/image`,
    reference: { tag: 'raced' },
    contentType: ociManifest,
    content: new TextEncoder().encode(JSON.stringify(image())),
  })

/** Waits until this many sessions of this database wait for a lock. */
async function waiting(count = 1): Promise<void> {
  await expect
    .poll(
      async () =>
        (
          await database().$queryRaw<unknown[]>`SELECT FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock'`
        ).length,
      { timeout: 10_000 },
    )
    .toBeGreaterThanOrEqual(count)
}

describe('a token that is revoked', () => {
  test('before the push commits lets nothing in, though it was good when the push came', async () => {
    const { token, credentials } = await makeToken(project, { scopes: ['write_registry'] })
    const actor = await authenticate(credentials, '192.0.2.1')
    let pushing: Promise<unknown> = Promise.resolve()
    await transaction(async (tx) => {
      await tx.deployToken.update({ where: { id: token.id }, data: { revokedAt: new Date() } })
      pushing = refusalOf(push(actor))
      await waiting()
    })
    expect(await pushing).toMatchObject({ code: 'unauthenticated' })
    expect(await tags()).toEqual([])
  })

  test('while the push is under way is revoked after it', async () => {
    const { token, credentials } = await makeToken(project, { scopes: ['write_registry'] })
    const actor = await authenticate(credentials, '192.0.2.1')
    let pushing: Promise<unknown> = Promise.resolve()
    let revoking: Promise<unknown> = Promise.resolve()
    await transaction(async (tx) => {
      // the push stops at the repository's row, with the token's in its hand
      await tx.$queryRaw`SELECT FROM container_repositories WHERE project_id = ${project.id} FOR UPDATE`
      pushing = push(actor)
      await waiting()
      revoking = revokeDeployToken(await administrator(), {
        holder: project,
        tokenId: token.id,
        address: '192.0.2.1',
      })
      await waiting(2)
    })
    await Promise.all([pushing, revoking])
    expect(await tags()).toEqual(['raced'])
    expect(await refusalOf(push(actor))).toMatchObject({ code: 'unauthenticated' })
  })

  test('of a person ends it alike', async () => {
    const user = await makeMember(group, 'Developer')
    const { token, credentials } = await makePersonalToken(user)
    const actor = await authenticate(credentials, '192.0.2.1')
    await push(actor)
    await revokePersonalAccessToken(user, { which: token.id, address: '192.0.2.1' })
    expect(await refusalOf(push(actor))).toMatchObject({ code: 'unauthenticated' })
  })
})

test('a blob that is taken away at that moment is missed: the push does not come between', async () => {
  const actor = await authenticate((await makePersonalToken(await administrator())).credentials, '192.0.2.1')
  let pushing: Promise<unknown> = Promise.resolve()
  await transaction(async (tx) => {
    await tx.containerBlob.deleteMany({
      where: { digest: config.digest, repository: { projectId: project.id } },
    })
    pushing = push(actor).catch((error: unknown) => error)
    await waiting()
  })
  expect(await pushing).toMatchObject({ registryCode: 'MANIFEST_BLOB_UNKNOWN' })
  expect(await tags()).toEqual([])
})
