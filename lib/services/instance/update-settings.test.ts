import { beforeEach, describe, expect, test } from 'vitest'
import { withoutLog } from '@/e2e/support/administration'
import {
  administrator,
  makeGroup,
  makeProjectWithRepository,
  makeUser,
  refusalOf,
  sql,
} from '@/e2e/support/fixtures'
import { findInstanceSettings } from '@/lib/data/settings'
import { nobody } from '@/lib/domain/actor'
import { instanceSettings } from '@/lib/domain/instance-settings'
import { openProject } from '@/lib/services/access/open-project'
import { updateSettings } from './update-settings'
import { viewSettings } from './view-settings'

const address = '192.0.2.7'
const defaults = instanceSettings.parse({})

beforeEach(() => sql`DELETE FROM settings`)

function events() {
  return sql`SELECT actor_name, target_type, target_name, before, after FROM audit_events
    WHERE action = 'instance_settings_updated' ORDER BY id`
}

describe('a change of the settings', () => {
  test('counts at once, leaves the rest, and the log has what differs', async () => {
    const admin = await administrator()
    const before = (await events()).length
    const change = { signUpEnabled: true, activeTokensMax: 5 }
    expect(await updateSettings(admin, change, address)).toEqual({ ...defaults, ...change })
    expect(await viewSettings(admin)).toEqual({ ...defaults, ...change })
    expect((await events()).slice(before)).toEqual([
      {
        actor_name: admin.username,
        target_type: 'instance',
        target_name: 'Instance settings',
        before: { signUpEnabled: false, activeTokensMax: 10_000 },
        after: change,
      },
    ])
    await updateSettings(admin, change, address)
    expect(await events()).toHaveLength(before + 1)
  })

  test('that switches a feature off takes it from every project, and gives it back', async () => {
    const admin = await administrator()
    const project = await makeProjectWithRepository(await makeGroup(), 'private')
    await updateSettings(admin, { disabledFeatures: ['repository'] }, address)
    expect((await refusalOf(openProject(admin, 'download_code', project.fullPath))).code).toBe('forbidden')
    await updateSettings(admin, { disabledFeatures: [] }, address)
    expect((await openProject(admin, 'download_code', project.fullPath)).id).toBe(project.id)
  })

  test('of two sections at once loses neither', async () => {
    const admin = await administrator()
    await Promise.all([
      updateSettings(admin, { signUpEnabled: true }, address),
      updateSettings(admin, { tokenLifetimeDaysMax: 90 }, address),
      updateSettings(admin, { disabledFeatures: ['packages'] }, address),
    ])
    expect(await findInstanceSettings()).toEqual({
      ...defaults,
      signUpEnabled: true,
      tokenLifetimeDaysMax: 90,
      disabledFeatures: ['packages'],
    })
  })

  test('does not happen when the log takes no event', async () => {
    const admin = await administrator()
    expect(await withoutLog(() => updateSettings(admin, { signUpEnabled: true }, address))).toBe('no event')
    expect(await findInstanceSettings()).toEqual(defaults)
  })
})

test('nobody but an administrator sees or changes them', async () => {
  const user = await makeUser()
  expect((await refusalOf(viewSettings(user))).code).toBe('not_found')
  expect((await refusalOf(viewSettings(nobody))).code).toBe('unauthenticated')
  expect((await refusalOf(updateSettings(user, { signUpEnabled: true }, address))).code).toBe('not_found')
  const demoted = await makeUser({ isAdmin: true })
  await sql`UPDATE users SET is_admin = false WHERE id = ${demoted.id}`
  expect((await refusalOf(updateSettings(demoted, { signUpEnabled: true }, address))).code).toBe('not_found')
})
