import { expect, test } from 'vitest'
import { makeGroup, makeToken, sql, statementsOf } from '@/e2e/support/fixtures'
import { flushUses, noteUse } from './note-use'

test('a use is written when uses are flushed, a thousand of one token as one', async () => {
  const { token } = await makeToken(await makeGroup())
  await flushUses()
  const noting = await statementsOf(async () => {
    for (let i = 0; i < 1000; i++) noteUse(token.id)
  })
  expect(noting).toEqual([])
  const [before] = await sql`SELECT last_used_at FROM deploy_tokens WHERE id = ${token.id}`
  expect(before).toEqual({ last_used_at: null })
  expect(await statementsOf(flushUses)).toHaveLength(1)
  const [after] =
    await sql`SELECT now() - last_used_at < interval '1 minute' AS fresh FROM deploy_tokens WHERE id = ${token.id}`
  expect(after).toEqual({ fresh: true })
})

test('with nothing remembered, nothing is written', async () => {
  await flushUses()
  expect(await statementsOf(flushUses)).toEqual([])
})

test('a use of a token that is gone meanwhile is no error', async () => {
  noteUse(2_147_483_647)
  await expect(flushUses()).resolves.toBeUndefined()
})
