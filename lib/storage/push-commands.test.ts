import { describe, expect, test } from 'vitest'
import { isDomainError } from '@/lib/domain/error'
import { pushInspector } from './push-commands'

const none = '0'.repeat(40)
const id = '1'.repeat(40)
const packet = (text: string) => (Buffer.byteLength(text) + 4).toString(16).padStart(4, '0') + text
const creation = (name: string) => packet(`${none} ${id} ${name}\0report-status side-band-64k`)

/** What the inspector says to these chunks: undefined when it lets all of them pass. */
function verdictOn(...chunks: (string | Buffer)[]): string | undefined {
  const inspect = pushInspector()
  try {
    for (const chunk of chunks) inspect(Buffer.from(chunk))
    return undefined
  } catch (error) {
    if (!isDomainError(error, 'invalid')) throw error
    return error.message
  }
}

describe('a push', () => {
  test.each([
    ['of a branch', `${creation('refs/heads/main')}0000PACK`],
    ['of nothing', '0000'],
    ['of nothing at all', ''],
    ['of what is no packet, of which git will complain', 'zzzz'],
    ['from a shallow copy', `${packet(`shallow ${id}\n`)}${creation('refs/heads/main')}0000`],
    [
      'of names like part of an id',
      `${creation(`refs/heads/${id.slice(1)}`)}${creation(`refs/heads/x/${id}`)}0000`,
    ],
    ['that removes a branch named like an id', `${packet(`${id} ${none} refs/heads/${id}\0`)}0000`],
    ['of ten thousand branches', `${creation('refs/heads/x').repeat(10_000)}0000`],
    [
      'with commands in its pack',
      `${creation('refs/heads/main')}0000${creation(`refs/heads/${id}`).repeat(20_000)}`,
    ],
  ])('%s passes', (_, body) => {
    expect(verdictOn(body)).toBeUndefined()
  })

  test.each([
    ['a branch named like a commit', `${creation(`refs/heads/${id}`)}0000`],
    ['a tag named like a commit', `${creation('refs/heads/main')}${creation(`refs/tags/${id}`)}0000`],
    ['a branch named like a SHA-256', `${creation(`refs/heads/${'ab'.repeat(32)}`)}0000`],
    ['a name of more than a kilobyte', `${creation(`refs/heads/${'x'.repeat(1024)}`)}0000`],
    ['more than ten thousand branches', `${creation('refs/heads/x').repeat(10_001)}0000`],
  ])('of %s does not, wherever its bytes are cut', (_, body) => {
    expect(verdictOn(body)).toMatch(/^(A branch|The name|More than)/)
    const middle = Math.floor(body.length / 2)
    expect(verdictOn(body.slice(0, middle), body.slice(middle))).toBe(verdictOn(body))
    expect(verdictOn(...(body.slice(0, 5000).match(/./gs) ?? []), body.slice(5000))).toBe(verdictOn(body))
  })
})
