import { describe, expect, test } from 'vitest'
import { groupForm, projectForm } from './project'

const group = { name: 'Acme', path: 'acme', visibility: 'private', parent: '' }
const project = { name: 'Web', path: 'web', visibility: 'internal', parent: 'acme', withReadme: true }

describe.each([
  ['group', groupForm, group],
  ['project', projectForm, project],
] as const)('the form of a new %s', (_, form, plain) => {
  test('takes these fields and no others', () => {
    expect(form.parse({ ...plain, id: 1, ownerId: 1, traversalIds: [1], isAdmin: true })).toEqual(plain)
  })

  test.each([
    ['name', ' '],
    ['name', 'a\0b'],
    ['name', 'gldt-0123456789ABCDEFGHIJKLMNOPQRST0zCl76'],
    ['name', { not: '' }],
    ['path', ''],
    ['path', '../x'],
    ['path', 'x.git'],
    ['path', ['x']],
    ['visibility', 'secret'],
    ['visibility', ''],
    ['visibility', undefined],
    ['parent', null],
    ['parent', 'x'.repeat(10_001)],
  ])('names the field %s that is wrong', (field, value) => {
    const { error } = form.safeParse({ ...plain, [field]: value })
    expect(error?.issues.map((issue) => issue.path[0])).toEqual([field])
  })
})

test('a group may stand at the top, a project may not', () => {
  expect(groupForm.parse(group).parent).toBe('')
  expect(projectForm.safeParse({ ...project, parent: '' }).error?.issues[0]?.message).toBe(
    'Group must be chosen',
  )
})

test('whether there is a README is yes or no', () => {
  for (const withReadme of ['true', 1, undefined]) {
    expect(projectForm.safeParse({ ...project, withReadme }).success).toBe(false)
  }
})
