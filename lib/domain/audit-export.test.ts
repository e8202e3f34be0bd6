import { describe, expect, test } from 'vitest'
import type { AuditEvent } from './audit-event'
import { auditWriters, csvLine } from './audit-export'

const event: AuditEvent = {
  id: 7,
  at: new Date('2026-11-21T09:00:00.000Z'),
  action: 'deploy_token_created',
  author: { id: null, username: 'console' },
  address: '192.0.2.1',
  target: { type: 'deploy_token', id: 2, name: '=cmd|"/c calc"!A1' },
  placePath: 'acme/wëb',
  before: null,
  after: { scopes: ['a', 'b'] },
  hash: 'ab',
}

describe('a cell of CSV', () => {
  test.each([
    ['text', 'plain', 'plain'],
    ['text with a comma', 'a,b', '"a,b"'],
    ['text with quotes', 'say "a"', '"say ""a"""'],
    ['text over lines', 'a\r\nb', '"a\r\nb"'],
    ['nothing', null, ''],
    ['a number', -5, '-5'],
    ['facts', { a: [1] }, '"{""a"":[1]}"'],
    ['a formula', '=1+1', "'=1+1"],
    ['a formula with plus', '+1', "'+1"],
    ['a formula with minus', '-1', "'-1"],
    ['a formula with at', '@SUM(A1)', "'@SUM(A1)"],
    ['a formula behind a tab', '\t=1', "'\t=1"],
    ['a formula behind a line end', '\r=1', `"'\r=1"`],
    ['a formula with a comma', '=A(1,2)', `"'=A(1,2)"`],
    ['an equals sign inside', 'a=1', 'a=1'],
  ])('%s', (_, value, cell) => {
    expect(csvLine([value])).toBe(`${cell}\r\n`)
  })
})

test('CSV has a heading and one line an event', () => {
  const { head, body, tail } = auditWriters.csv
  expect(head).toBe(
    'id,created_at,author_id,author,action,target_type,target_id,target,place,address,before,after,hash\r\n',
  )
  expect(body([event])).toBe(
    '7,2026-11-21T09:00:00.000Z,,console,deploy_token_created,deploy_token,2,' +
      `"'=cmd|""/c calc""!A1",acme/wëb,192.0.2.1,,"{""scopes"":[""a"",""b""]}",ab\r\n`,
  )
  expect(tail).toBe('')
})

test.each([[[]], [[[event]]], [[[event, event], [event]]]])('JSON is one array of %j batches', (batches) => {
  const { head, body, tail } = auditWriters.json
  const written: unknown = JSON.parse(
    head + batches.map((events, i) => body(events, i === 0)).join('') + tail,
  )
  const one = {
    id: 7,
    author_id: null,
    target: '=cmd|"/c calc"!A1',
    before: null,
    after: { scopes: ['a', 'b'] },
  }
  expect(written).toMatchObject(batches.flat().map(() => one))
})
