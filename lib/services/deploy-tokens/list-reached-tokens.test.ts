import { beforeAll, describe, expect, test } from 'vitest'
import {
  addMember,
  makeGroup,
  makeMember,
  makeProject,
  makeToken,
  makeUser,
  refusalOf,
  statementsOf,
  uniqueAddress,
} from '@/e2e/support/fixtures'
import { type Reach, reachedTokenQuery } from '@/lib/domain/deploy-token'
import type { Group, Project } from '@/lib/domain/project'
import { presentReachedTokenPage, type ReachedTokenPageView } from '@/lib/domain/token-view'
import { authenticate } from '@/lib/services/access/authenticate'
import { openProject } from '@/lib/services/access/open-project'
import { listReachedTokens } from './list-reached-tokens'
import { openSettings } from './open-settings'
import { revokeDeployToken } from './revoke-deploy-token'

let above: Group
let here: Group
let project: Project

beforeAll(async () => {
  above = await makeGroup()
  here = await makeGroup(above)
  project = await makeProject(here)
})

test('what is inherited is what reaches: such a token opens the project, and no other group’s does', async () => {
  const maintainer = await makeMember(project, 'Maintainer')
  const tokens = [
    await makeToken(above),
    await makeToken(here),
    await makeToken(await makeGroup(above)),
    await makeToken(await makeGroup(here)),
    await makeToken(await makeGroup()),
  ]
  const { tokens: inherited } = await list(maintainer, project, 'inherited')
  for (const { token, credentials } of tokens) {
    const actor = await authenticate(credentials, uniqueAddress())
    const reaches = await openProject(actor, 'download_code', project.fullPath).then(
      () => true,
      () => false,
    )
    expect(inherited.some(({ id }) => id === token.id)).toBe(reaches)
  }
})

test('a group’s path leads on only for whoever may manage tokens there', async () => {
  const { token: high } = await makeToken(above)
  const { token: low } = await makeToken(here)
  const mayManage = async (user: Parameters<typeof list>[0]) => {
    const { tokens } = await list(user, project, 'inherited')
    return [high, low].map(({ id }) => tokens.find((one) => one.id === id)?.canManage)
  }
  expect(await mayManage(await makeMember(project, 'Maintainer'))).toEqual([false, false])
  expect(await mayManage(await makeMember(here, 'Maintainer'))).toEqual([false, true])
  expect(await mayManage(await makeMember(above, 'Owner'))).toEqual([true, true])
  expect(await mayManage(await makeUser({ isAdmin: true }))).toEqual([true, true])
  const both = await makeMember(project, 'Maintainer')
  await addMember(both, above, 'Developer')
  expect(await mayManage(both)).toEqual([false, false])
})

test('a maintainer of the group revokes what is below it, through its own holder', async () => {
  const maintainer = await makeMember(above, 'Maintainer')
  const { token } = await makeToken(project)
  const { tokens } = await list(maintainer, above, 'below')
  const found = tokens.find(({ id }) => id === token.id)
  expect(found).toMatchObject({
    canManage: true,
    holder: { kind: 'project', fullPath: project.fullPath },
  })
  const revoked = await revokeDeployToken(maintainer, {
    holder: { kind: 'project', fullPath: project.fullPath },
    tokenId: token.id,
    address: '192.0.2.1',
  })
  expect(revoked.changed).toBe(true)
  const after = await list(maintainer, above, 'below')
  expect(after.tokens.map(({ id }) => id)).not.toContain(token.id)
})

test('the page counts what its tabs show', async () => {
  const maintainer = await makeMember(above, 'Maintainer')
  for (const holder of [above, here, project]) {
    const { reachedCounts } = await openSettings(maintainer, holder)
    for (const reach of ['inherited', 'below'] as const) {
      expect(reachedCounts[reach]).toBe((await list(maintainer, holder, reach)).count)
    }
  }
})

test('it costs three statements, however much there is', async () => {
  const maintainer = await makeMember(above, 'Maintainer')
  for (const reach of ['inherited', 'below'] as const) {
    expect((await statementsOf(() => list(maintainer, here, reach))).length).toBeLessThanOrEqual(3)
  }
})

describe('who may not', () => {
  test.each(['Guest', 'Planner', 'Reporter', 'Developer'] as const)('%s: forbidden', async (role) => {
    const user = await makeMember(here, role)
    for (const holder of [here, project]) {
      expect((await refusalOf(list(user, holder, 'inherited'))).code).toBe('forbidden')
      expect((await refusalOf(list(user, holder, 'below'))).code).toBe('forbidden')
    }
  })

  test('an outsider: not found', async () => {
    expect((await refusalOf(list(await makeUser(), project, 'inherited'))).code).toBe('not_found')
  })
})

async function list(
  user: Parameters<typeof listReachedTokens>[0],
  holder: Group | Project,
  reach: Reach,
): Promise<ReachedTokenPageView> {
  return presentReachedTokenPage(
    user,
    await listReachedTokens(user, holder, reachedTokenQuery.parse({ reach })),
  )
}
