import { expect, test } from 'vitest'
import { makeGroup, makeMember, makeProject, makeUser } from '@/e2e/support/fixtures'
import { nobody } from '@/lib/domain/actor'
import { browseBelow, browseOwn, entriesPerPage } from './browse-tree'
import { listGroupsFor } from './list-groups-for'

const all = { search: '', page: 1 }

test('below a public group nobody sees what is public, a member all of it', async () => {
  const group = await makeGroup(undefined, { visibility: 'public' })
  const open = await makeProject(group, { visibility: 'public' })
  const hidden = await makeProject(group)
  const seen = async (actor: Parameters<typeof browseBelow>[0]) =>
    (await browseBelow(actor, group, all)).entries.map((entry) => entry.fullPath).sort()
  expect(await seen(nobody)).toEqual([open.fullPath])
  expect(await seen(await makeUser())).toEqual([open.fullPath])
  expect(await seen(await makeMember(group, 'Guest'))).toEqual([open.fullPath, hidden.fullPath].sort())
})

test('one’s own are shown twenty at a time', async () => {
  const group = await makeGroup()
  const user = await makeMember(group, 'Guest')
  for (let i = 0; i < entriesPerPage; i++) await makeProject(group)
  const pages = [await browseOwn(user, all), await browseOwn(user, { ...all, page: 2 })]
  expect(pages.map((page) => page.entries.length)).toEqual([20, 1])
  expect(pages.map((page) => page.total)).toEqual([21, 21])
})

test('a developer may make projects where they are one, and no subgroups; a maintainer both', async () => {
  const group = await makeGroup()
  const developer = await makeMember(group, 'Developer')
  const maintainer = await makeMember(group, 'Maintainer')
  expect(await listGroupsFor(developer, 'create_project')).toEqual([group.fullPath])
  expect(await listGroupsFor(developer, 'create_subgroup')).toEqual([])
  expect(await listGroupsFor(maintainer, 'create_subgroup')).toEqual([group.fullPath])
})
