import { expect, test } from 'vitest'
import { DomainError, isDomainError } from './error'

test('a refusal is an error with a code and a sentence, and nothing more unless it is given', () => {
  const refusal = new DomainError('not_found', 'There is no such thing.')
  expect(refusal).toBeInstanceOf(Error)
  expect(refusal).toMatchObject({
    name: 'DomainError',
    code: 'not_found',
    message: 'There is no such thing.',
  })
  expect([refusal.fields, refusal.retryAfterSeconds, refusal.cause]).toEqual([{}, undefined, undefined])
})

test('what is for the log stays out of the sentence', () => {
  const cause = new Error('inside')
  const refusal = new DomainError('rate_limited', 'Wait.', {
    retryAfterSeconds: 60,
    fields: { '': ['Wait.'] },
    cause,
  })
  expect(refusal.message).toBe('Wait.')
  expect(refusal.cause).toBe(cause)
  expect(refusal.retryAfterSeconds).toBe(60)
  expect(refusal.fields).toEqual({ '': ['Wait.'] })
})

test('a refusal is told from a fault, and one code from another', () => {
  const refusal = new DomainError('conflict', 'Twice.')
  expect(isDomainError(refusal)).toBe(true)
  expect(isDomainError(refusal, 'conflict')).toBe(true)
  expect(isDomainError(refusal, 'invalid')).toBe(false)
  for (const other of [new Error('conflict'), { code: 'conflict' }, undefined, null, 'conflict']) {
    expect(isDomainError(other, 'conflict')).toBe(false)
  }
})
