import { describe, expect, test } from 'vitest'
import { askApi } from '@/e2e/support/api-request'
import {
  makeGroup,
  makeMember,
  makePersonalToken,
  makeProject,
  makeUser,
  unique,
} from '@/e2e/support/fixtures'
import type { Visibility } from '@/lib/domain/visibility'
import { env } from '@/lib/env'
import { changePath } from '@/lib/services/places/change-path'

// Old paths: whoever may look at a place is led on, and nobody else learns that it ever was.

async function makeMoved(visibility: Visibility) {
  const group = await makeGroup(undefined, { visibility })
  const project = await makeProject(group, { visibility })
  const owner = await makeMember(group, 'Owner')
  const [groupPath, path] = [unique('later'), unique('later')]
  const address = '192.0.2.1'
  await changePath(owner, { place: project, path, address })
  await changePath(owner, { place: { kind: 'group', id: group.id }, path: groupPath, address })
  return {
    token: (await makePersonalToken(owner)).secret,
    old: { group: encodeURIComponent(group.fullPath), project: encodeURIComponent(project.fullPath) },
    now: { group: groupPath, project: encodeURIComponent(`${groupPath}/${path}`) },
  }
}

const stranger = async () => (await makePersonalToken(await makeUser())).secret

describe('an old path', () => {
  test('leads a reader on, with everything behind it', async () => {
    const { token, old, now } = await makeMoved('private')
    for (const [from, to] of [
      [`/projects/${old.project}`, `/projects/${now.project}`],
      [`/projects/${old.project}/members?page=2`, `/projects/${now.project}/members?page=2`],
      [`/projects/${old.project}/deploy_tokens`, `/projects/${now.project}/deploy_tokens`],
      [`/groups/${old.group}/members/all`, `/groups/${now.group}/members/all`],
      [`/groups/${old.group}`, `/groups/${now.group}`],
      [`/namespaces/${old.group}`, `/namespaces/${now.group}`],
    ] as const) {
      const location = `${env.url}/api/v4${to}`
      expect(await askApi(from, { token })).toMatchObject({
        status: 301,
        headers: { location },
        body: { message: `This resource has been moved permanently to ${location}` },
      })
      expect((await askApi(to, { token })).status).toBe(200)
    }
  })

  test('leads anybody on where anybody may look', async () => {
    const { old, now } = await makeMoved('public')
    const answer = await askApi(`/projects/${old.project}`)
    expect(answer).toMatchObject({
      status: 301,
      headers: { location: `${env.url}/api/v4/projects/${now.project}` },
    })
  })

  test('tells others what a path that never was tells them', async () => {
    const { old } = await makeMoved('private')
    for (const token of [undefined, await stranger()])
      for (const [word, at] of [
        ['Project', `projects/${old.project}`],
        ['Group', `groups/${old.group}`],
      ]) {
        const { status, headers, body } = await askApi(`/${at}`, { token })
        expect([status, headers.location, body]).toEqual([
          404,
          undefined,
          { message: `404 ${word} Not Found` },
        ])
      }
  })

  test('takes no change, and a group’s is no project’s', async () => {
    const { token, old } = await makeMoved('private')
    const json = { name: 'Renamed' }
    expect(await askApi(`/projects/${old.project}`, { method: 'PUT', token, json })).toMatchObject({
      status: 404,
    })
    expect((await askApi(`/projects/${old.group}`, { token })).status).toBe(404)
    expect((await askApi(`/groups/${old.project}`, { token })).status).toBe(404)
  })
})
