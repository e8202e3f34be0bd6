import { expect, test } from 'vitest'
import { z } from 'zod'
import { newRequestKey } from './request-key'

test('a request key is a UUID, and no two are the same', () => {
  const keys = Array.from({ length: 1000 }, newRequestKey)
  for (const key of keys) expect(z.uuidv4().safeParse(key).success).toBe(true)
  expect(new Set(keys).size).toBe(keys.length)
})
