import { describe, expect, test } from 'vitest'
import { auditQuery } from './audit-event'

describe('what an address asks for', () => {
  test('is what it names', () => {
    const asked = {
      action: 'project_created',
      author: ' Root ',
      target_type: 'project',
      target: 'web',
      created_after: '2026-02-28',
      created_before: '2026-03-01',
      older_than: '120',
    }
    expect(auditQuery.parse(asked)).toEqual({ ...asked, author: 'Root', older_than: 120 })
  })

  test.each<[name: string, value: unknown]>([
    ['action', 'toString'],
    ['action', ''],
    ['action', ['project_created']],
    ['author', '   '],
    ['author', 'a\0b'],
    ['author', 'x'.repeat(256)],
    ['author', ['root', 'other']],
    ['target_type', 'Project'],
    ['target', ''],
    ['created_after', '2026-02-30'],
    ['created_after', '2026-2-3'],
    ['created_after', '0000-01-01'],
    ['created_before', "2026-01-01' OR 1=1"],
    ['older_than', '-1'],
    ['older_than', '1e3'],
    ['newer_than', '9'.repeat(30)],
    ['something', 'else'],
  ])('%s=%j is not asked for', (name, value) => {
    expect(Object.values(auditQuery.parse({ [name]: value })).filter((part) => part !== undefined)).toEqual(
      [],
    )
  })
})
