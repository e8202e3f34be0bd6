import { beforeAll, describe, expect, test } from 'vitest'
import { askApi } from '@/e2e/support/api-request'
import {
  administrator,
  makeGroup,
  makeMember,
  makePersonalToken,
  makeProject,
  makeToken,
  makeUser,
} from '@/e2e/support/fixtures'
import type { UserActor } from '@/lib/domain/actor'
import type { Group, Project } from '@/lib/domain/project'

// GitLab's audit events API: what it takes, what it answers, and what it refuses.

let group: Group
let project: Project
let beside: Project
let maintainer: UserActor
let token: string
let adminToken: string

beforeAll(async () => {
  group = await makeGroup()
  project = await makeProject(group)
  beside = await makeProject(group)
  maintainer = await makeMember(group, 'Maintainer')
  token = (await makePersonalToken(maintainer)).secret
  adminToken = (await makePersonalToken(await makeUser({ isAdmin: true }))).secret
})

interface Shown {
  id: number
  entity_id: number
  created_at: string
  details: { target_id: number; target_type: string }
}

async function eventsAt(path: string, by = token): Promise<Shown[]> {
  const { status, body } = await askApi(path, { token: by })
  expect([path, status]).toEqual([path, 200])
  return body as Shown[]
}

const logs = [
  ['project', () => `/projects/${project.id}/audit_events`],
  ['group', () => `/groups/${group.id}/audit_events`],
] as const

describe.each(logs)('the audit events of a %s', (kind, path) => {
  test('are shown under GitLab’s names, the newest first, and one alone the same', async () => {
    const place = kind === 'project' ? project : group
    const { token: made } = await makeToken(place)
    const [newest, ...others] = await eventsAt(path())
    expect(newest).toEqual({
      id: expect.any(Number),
      author_id: (await administrator()).id,
      entity_id: place.id,
      entity_type: kind === 'project' ? 'Project' : 'Group',
      event_name: 'deploy_token_created',
      details: {
        custom_message: 'Created deploy token',
        author_name: expect.any(String),
        target_id: made.id,
        target_type: 'DeployToken',
        target_details: made.name,
        ip_address: '192.0.2.1',
        entity_path: place.fullPath,
        event_name: 'deploy_token_created',
        before: null,
        after: expect.objectContaining({ scopes: made.scopes }),
      },
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{3}Z$/),
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    const ids = [newest, ...others].map((event) => event?.id ?? 0)
    expect(ids).toEqual([...ids].sort((a, b) => b - a))
    expect((await askApi(`${path()}/${newest?.id}`, { token })).body).toEqual(newest)
  })

  test('come in pages with their number, and also for read_api', async () => {
    const { secret } = await makePersonalToken(maintainer, { scopes: ['read_api'] })
    const [first, second] = await eventsAt(path())
    const answer = await askApi(`${path()}?per_page=1&page=2`, { token: secret })
    expect(answer.body).toEqual(second ? [second] : [])
    expect(Number(answer.headers['x-total'])).toBeGreaterThanOrEqual(1)
    const { secret: other } = await makePersonalToken(maintainer, { scopes: ['read_user'] })
    expect((await askApi(`${path()}/${first?.id}`, { token: other })).status).toBe(403)
  })

  test('of another log, or of no such number, are not there', async () => {
    const elsewhere = kind === 'project' ? beside : await makeProject(await makeGroup())
    await makeToken(elsewhere)
    const [foreign] = await eventsAt(`/projects/${elsewhere.id}/audit_events`, adminToken)
    for (const id of [foreign?.id, 0, 2147483648, '9'.repeat(19), '9'.repeat(400)]) {
      const answer = await askApi(`${path()}/${id}`, { token })
      expect([id, answer.status, answer.body]).toEqual([id, 404, { message: '404 Audit Event Not Found' }])
    }
    expect((await askApi(`${path()}/newest`, { token })).status).toBe(400)
  })
})

test('a group’s log holds what happened in its projects', async () => {
  const { token: made } = await makeToken(project)
  const [newest] = await eventsAt(`/groups/${encodeURIComponent(group.fullPath)}/audit_events`)
  expect(newest).toMatchObject({
    entity_id: project.id,
    entity_type: 'Project',
    details: { target_id: made.id },
  })
})

describe('when it happened', () => {
  test('narrows a list, to the millisecond and both ends included', async () => {
    await makeToken(project)
    await makeToken(project)
    const path = `/projects/${project.id}/audit_events?per_page=100`
    const all = await eventsAt(path)
    const [newest] = all
    const at = newest?.created_at ?? ''
    const since = await eventsAt(`${path}&created_after=${at}`)
    expect(since.map(({ id }) => id)).toEqual(all.filter((one) => one.created_at >= at).map(({ id }) => id))
    const until = await eventsAt(`${path}&created_before=${at}`)
    expect(until).toEqual(all)
    expect(await eventsAt(`${path}&created_before=2020-01-01`)).toEqual([])
    expect(await eventsAt(`${path}&created_after=2020-01-01T12:00:00%2B02:00`)).toEqual(all)
  })

  test.each(['yesterday', '2026-02-30', '1', ''])('is a date or time: not %j', async (text) => {
    const answer = await askApi(`/projects/${project.id}/audit_events?created_after=${text}`, { token })
    expect(answer).toMatchObject({ status: 400, body: { error: 'created_after is invalid' } })
  })
})

describe('the instance’s log', () => {
  test('is for administrators, also with read_api, and knows users and the instance itself', async () => {
    expect((await askApi('/audit_events', { token })).status).toBe(403)
    const admin = await makeUser({ isAdmin: true })
    const { token: made, secret } = await makePersonalToken(admin, { scopes: ['read_api'] })
    const events = await eventsAt('/audit_events', secret)
    const found = events.find(({ details }) => details.target_type === 'PersonalAccessToken')
    expect(found).toMatchObject({
      author_id: admin.id,
      entity_id: 1,
      entity_type: 'Gitlab::Audit::InstanceScope',
      details: { target_id: made.id, target_details: made.name },
    })
    expect((await askApi(`/audit_events/${found?.id}`, { token: secret })).body).toEqual(found)
  })
})
