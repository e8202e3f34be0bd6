import { beforeAll, describe, expect, test } from 'vitest'
import {
  addMember,
  administrator,
  ddl,
  makeGroup,
  makeMember,
  makeProject,
  makeToken,
  makeUser,
  refusalOf,
  sql,
  statementsOf,
  unique,
} from '@/e2e/support/fixtures'
import { insertAuditEvent } from '@/lib/data/audit-events'
import { transaction } from '@/lib/data/client'
import { nobody, type UserActor } from '@/lib/domain/actor'
import { type AuditEvent, doerOf } from '@/lib/domain/audit-event'
import type { Group, Project } from '@/lib/domain/project'
import { exportAuditEvents } from './export-audit-events'
import { listAuditEvents } from './list-audit-events'

let group: Group
let subgroup: Group
let project: Project
let maintainer: UserActor

beforeAll(async () => {
  group = await makeGroup()
  subgroup = await makeGroup(group)
  project = await makeProject(subgroup)
  maintainer = await makeMember(group, 'Maintainer')
  for (let i = 0; i < 45; i++) await happen(project, `event ${i}`)
})

describe('the pages of a log', () => {
  test('follow each other from the newest to the oldest and back, whatever happens meanwhile', async () => {
    const first = await listAuditEvents(maintainer, project, {})
    expect(namesOf(first.events)).toEqual(range(44, 25))
    expect(first).toMatchObject({ hasNewer: false, hasOlder: true, holder: { id: project.id } })
    const second = await listAuditEvents(maintainer, project, { older_than: first.events.at(-1)?.id })
    expect(namesOf(second.events)).toEqual(range(24, 5))
    expect(second).toMatchObject({ hasNewer: true, hasOlder: true })
    const third = await listAuditEvents(maintainer, project, { older_than: second.events.at(-1)?.id })
    expect(namesOf(third.events)).toEqual(range(4, 0))
    expect(third).toMatchObject({ hasNewer: true, hasOlder: false })
    const back = await listAuditEvents(maintainer, project, { newer_than: third.events[0]?.id })
    expect(namesOf(back.events)).toEqual(range(24, 5))
    expect(back).toMatchObject({ hasNewer: true, hasOlder: true })
    const top = await listAuditEvents(maintainer, project, { newer_than: second.events[0]?.id })
    expect(namesOf(top.events)).toEqual(range(44, 25))
    expect(top).toMatchObject({ hasNewer: false, hasOlder: true })
  })

  test('take two queries: may they, and what', async () => {
    expect(await statementsOf(() => listAuditEvents(maintainer, group, {}))).toHaveLength(2)
  })

  test('of a group hold what happened below it; those beside and above hold nothing of it', async () => {
    const sibling = await makeGroup(group)
    const root = await administrator()
    const one = await happen(sibling, 'beside')
    const two = await happen(project, 'below')
    const names = async (named: Group | Project | undefined) =>
      namesOf((await listAuditEvents(root, named, {})).events)
    expect((await names(group)).slice(0, 2)).toEqual([two, one])
    expect((await names(undefined)).slice(0, 2)).toEqual([two, one])
    expect(await names(sibling)).toEqual([one])
    expect((await names(subgroup))[0]).toBe(two)
    expect(await names(subgroup)).not.toContain(one)
  })
})

describe('who may not read a log', () => {
  test.each([
    ['nobody', async () => nobody, 'unauthenticated'],
    ['an outsider', () => makeUser(), 'not_found'],
    ['a developer', () => makeMember(group, 'Developer'), 'forbidden'],
    ['a maintainer of a group below', () => makeMember(subgroup, 'Maintainer'), 'not_found'],
  ] as const)('%s, of a group', async (_, make, code) => {
    const actor = await make()
    expect(await refusalOf(listAuditEvents(actor, group, {}))).toMatchObject({ code })
    expect(await refusalOf(exportAuditEvents(actor, group, {}))).toMatchObject({ code })
  })

  test.each([
    ['nobody', async () => nobody, 'unauthenticated'],
    ['an owner of a group', () => makeMember(group, 'Owner'), 'not_found'],
  ] as const)('%s, of the instance', async (_, make, code) => {
    const actor = await make()
    expect(await refusalOf(listAuditEvents(actor, undefined, {}))).toMatchObject({ code })
    expect(await refusalOf(exportAuditEvents(actor, undefined, {}))).toMatchObject({ code })
  })
})

describe('an export', () => {
  test('is all that the filters select, in batches of a thousand that are read as they are wanted', async () => {
    const place = await makeProject(group)
    const target = unique('exported')
    await ddl(`INSERT INTO audit_events (action, actor_name, address, target_type, target_id, target_name, project_id,
        group_ids, place_path)
      SELECT 'project_updated', 'root', '', 'project', n, '${target}', ${place.id}, '{}', '' FROM generate_series(1, 2300) n`)
    const other = await happen(place, 'not selected')
    const batches = await exportAuditEvents(maintainer, place, { target })
    const sizes: number[] = []
    const targets: number[] = []
    for (;;) {
      const statements = await statementsOf(async () => {
        const { value } = await batches.next()
        sizes.push(value?.length ?? 0)
        targets.push(...(value ?? []).map((event: AuditEvent) => event.target.id))
      })
      expect(statements.length).toBeLessThanOrEqual(2)
      if (sizes.at(-1) === 0) break
    }
    expect(sizes).toEqual([1000, 1000, 300, 0])
    expect(targets).toEqual(Array.from({ length: 2300 }, (_, i) => 2300 - i))
    expect(other).not.toBe(target)
  })

  test('ends when the actor may no longer read the log', async () => {
    const place = await makeGroup()
    const member = await makeUser()
    await addMember(member, place, 'Maintainer')
    await ddl(`INSERT INTO audit_events (action, actor_name, address, target_type, target_id, target_name, group_ids, place_path)
      SELECT 'group_updated', 'root', '', 'group', n, '', '{${place.id}}', '' FROM generate_series(1, 1500) n`)
    const batches = await exportAuditEvents(member, place, {})
    expect((await batches.next()).value).toHaveLength(1000)
    await sql`DELETE FROM memberships WHERE user_id = ${member.id}`
    expect(await refusalOf(batches.next())).toMatchObject({ code: 'not_found' })
  })
})

test('the log outlives what it tells of: the project, its group and the person', async () => {
  const above = await makeGroup()
  const below = await makeGroup(above)
  const doomed = await makeProject(below)
  const person = await makeMember(below, 'Maintainer')
  const { token } = await makeToken(doomed)
  const last = await happen(doomed, 'the last thing', person)
  await sql`DELETE FROM deploy_tokens WHERE id = ${token.id}`
  await sql`DELETE FROM projects WHERE id = ${doomed.id}`
  await sql`DELETE FROM groups WHERE id = ${below.id}`
  await sql`DELETE FROM users WHERE id = ${person.id}`
  const { events } = await listAuditEvents(await administrator(), above, {})
  expect(events).toMatchObject([
    {
      author: { id: person.id, username: person.username },
      target: { name: last },
      placePath: doomed.fullPath,
    },
    { action: 'deploy_token_created', target: { type: 'deploy_token', id: token.id, name: token.name } },
  ])
})

/** Writes that something happened in a place, and gives the name of it. */
async function happen(place: Group | Project, name: string, actor: UserActor = maintainer): Promise<string> {
  await transaction((tx) =>
    insertAuditEvent(tx, {
      action: 'project_updated',
      doer: doerOf(actor, '192.0.2.1'),
      target: { type: 'project', id: 1, name },
      place,
    }),
  )
  return name
}

function namesOf(events: AuditEvent[]): string[] {
  return events.map(({ target }) => target.name)
}

/** The names of the first events from the later to the earlier. */
function range(from: number, to: number): string[] {
  return Array.from({ length: from - to + 1 }, (_, i) => `event ${from - i}`)
}
