import { describe, expect, test } from 'vitest'
import {
  type DeployTokenFields,
  deployTokenForm,
  deployTokenRequest,
  expiresSoon,
  firstExpiryDate,
  lastExpiryDate,
  stateOf,
  tokenListQuery,
  usernameOf,
} from './deploy-token'
import { scopeNames } from './scope'

const now = new Date('2027-03-01T12:00:00.000Z')
const form = deployTokenForm(now)
const plain: DeployTokenFields = { name: 'ci', expiresAt: '', username: '', scopes: ['read_repository'] }

describe('the user name', () => {
  test('is GitLab’s default from the token’s own number', () => {
    expect(usernameOf({ id: 42, customUsername: null })).toBe('gitlab+deploy-token-42')
  })

  test('is the one that was chosen', () => {
    expect(usernameOf({ id: 42, customUsername: 'deployer' })).toBe('deployer')
  })

  test.each(['GitLab+deploy_token-3.14', 'a', '_', '+', 'a-', '.a', 'A'.repeat(255)])(
    'may be %s',
    (username) => {
      expect(form.parse({ ...plain, username }).username).toBe(username)
    },
  )

  test.each([
    ['<script>', "Username can contain only letters, digits, '_', '-', '+', and '.'"],
    ['-a', "Username can't start with '-' or be '.' or '..'"],
    ['oauth2', 'Username is reserved'],
    ['gldt-abcdefghijklmnopqrst', 'Username looks like a secret; choose one that may be seen'],
    ['deployer\n', "Username can contain only letters, digits, '_', '-', '+', and '.'"],
  ])('may not be %j', (username, message) => {
    expect(messagesOf({ ...plain, username })).toEqual([message])
  })
})

test('a user name of 256 characters is too long', () => {
  expect(messagesOf({ ...plain, username: 'a'.repeat(256) })).toEqual([
    'Username is too long (maximum is 255 characters)',
  ])
})

describe('a token with an end', () => {
  const end = new Date('2027-03-31T00:00:00.000Z')
  const at = (time: string) => stateOf({ expiresAt: end, revokedAt: null }, new Date(time))

  test('is active a millisecond before the instant of its date', () => {
    expect(at('2027-03-30T23:59:59.999Z')).toBe('active')
  })

  test('is over at the very instant of its date', () => {
    expect(at('2027-03-31T00:00:00.000Z')).toBe('expired')
  })

  test('is over all through its date and for ever after', () => {
    expect(at('2027-03-31T00:00:00.001Z')).toBe('expired')
    expect(at('2027-03-31T12:00:00.000Z')).toBe('expired')
    expect(at('2999-01-01T00:00:00.000Z')).toBe('expired')
  })

  test('knows no time zone but UTC', () => {
    expect(at('2027-03-31T01:59:59+02:00')).toBe('active')
    expect(at('2027-03-31T02:00:00+02:00')).toBe('expired')
  })
})

describe('a token without an end', () => {
  test('is active until it is revoked', () => {
    expect(stateOf({ expiresAt: null, revokedAt: null }, new Date('9999-12-31'))).toBe('active')
    expect(stateOf({ expiresAt: null, revokedAt: now }, now)).toBe('revoked')
  })
})

test('a revoked token is revoked, expired or not', () => {
  for (const expiresAt of [null, new Date('2027-01-01'), new Date('2028-01-01')]) {
    expect(stateOf({ expiresAt, revokedAt: new Date('2027-02-01') }, now)).toBe('revoked')
  }
})

describe('the mark of a token that expires soon', () => {
  test.each([
    ['2027-03-08T12:00:00.001Z', false],
    ['2027-03-08T12:00:00.000Z', false],
    ['2027-03-08T11:59:59.999Z', true],
    ['2027-03-05T00:00:00.000Z', true],
    ['2027-03-01T12:00:00.001Z', true],
    ['2027-03-01T12:00:00.000Z', false],
    ['2027-02-01T00:00:00.000Z', false],
  ])('of an end at %s: %s', (end, marked) => {
    expect(expiresSoon({ expiresAt: new Date(end), revokedAt: null }, now)).toBe(marked)
  })

  test('is on no revoked token and on none without an end', () => {
    expect(expiresSoon({ expiresAt: new Date('2027-03-05'), revokedAt: now }, now)).toBe(false)
    expect(expiresSoon({ expiresAt: null, revokedAt: null }, now)).toBe(false)
  })
})

describe('where the instance limits the life of a token', () => {
  const messagesAt = (days: number, expiresAt: string) => {
    const parsed = deployTokenForm(now, { tokenLifetimeDaysMax: days }).safeParse({ ...plain, expiresAt })
    return parsed.error?.issues.map(({ message }) => message) ?? []
  }

  test.each([
    [30, '2027-03-02', []],
    [30, '2027-03-31', []],
    [30, '2027-04-01', ['Expires at must be 2027-03-31 or earlier']],
    [30, '9999-12-31', ['Expires at must be 2027-03-31 or earlier']],
    [30, '', ["Expires at can't be blank"]],
    [30, '2027-03-01', ['Expires at must be 2027-03-02 or later']],
    [1, '2027-03-02', []],
    [1, '2027-03-03', ['Expires at must be 2027-03-02 or earlier']],
    [0, '', []],
    [0, '9999-12-31', []],
  ])('to %i days, %j is answered with %j', (days, date, messages) => {
    expect(messagesAt(days, date)).toEqual(messages)
  })

  test('the last date is that many days away, and without a limit the last there is', () => {
    expect(lastExpiryDate(now, { tokenLifetimeDaysMax: 365 })).toBe('2028-02-29')
    expect(lastExpiryDate(now, { tokenLifetimeDaysMax: 0 })).toBe('9999-12-31')
  })
})

describe('the first date that can be chosen is tomorrow in UTC', () => {
  test.each([
    ['2027-03-01T00:00:00.000Z', '2027-03-02'],
    ['2027-03-01T23:59:59.999Z', '2027-03-02'],
    ['2027-03-02T00:00:00.000Z', '2027-03-03'],
    ['2027-02-28T23:59:59.999Z', '2027-03-01'],
    ['2028-02-28T23:59:59.999Z', '2028-02-29'],
    ['2027-12-31T00:00:00.000Z', '2028-01-01'],
    ['2027-03-02T13:59:59+14:00', '2027-03-02'],
    ['2027-03-01T12:00:00-12:00', '2027-03-03'],
  ])('at %s: %s', (time, date) => {
    expect(firstExpiryDate(new Date(time))).toBe(date)
  })

  test('and makes a token that lives, if only for a millisecond', () => {
    const late = new Date('2027-03-01T23:59:59.999Z')
    const { expiresAt } = deployTokenForm(late).parse({ ...plain, expiresAt: firstExpiryDate(late) })
    expect(stateOf({ expiresAt, revokedAt: null }, late)).toBe('active')
  })
})

describe('the expiry date of the form', () => {
  test.each([
    ['', null],
    ['2027-03-02', '2027-03-02T00:00:00.000Z'],
    ['2028-02-29', '2028-02-29T00:00:00.000Z'],
    ['9999-12-31', '9999-12-31T00:00:00.000Z'],
  ])('%j becomes %s', (expiresAt, stored) => {
    expect(form.parse({ ...plain, expiresAt }).expiresAt?.toISOString() ?? null).toBe(stored)
  })

  test.each(['2027-03-01', '2027-02-28', '2026-12-31', '1970-01-01', '0001-01-01', '0000-01-01'])(
    '%s is refused: the first is 2027-03-02',
    (expiresAt) => {
      expect(messagesOf({ ...plain, expiresAt })).toEqual(['Expires at must be 2027-03-02 or later'])
    },
  )

  test.each([
    '10000-01-01',
    '2027-02-29',
    '2100-02-29',
    '2027-13-01',
    '2027-04-31',
    '2027-00-10',
    '2027-1-1',
    '31/12/2027',
    '12-31-2027',
    '2027-12-31T00:00:00Z',
    '2027-12-31T23:59:59+14:00',
    '+002027-12-31',
    '2027-12-31 ',
    '20271231',
    'tomorrow',
    'null',
    ' ',
  ])('%j is no date', (expiresAt) => {
    expect(messagesOf({ ...plain, expiresAt })).toEqual(['Expires at must be in ISO 8601 format'])
  })

  test.each([[20271231], [null], [undefined], [{}], [new Date('2027-12-31')], [['2027-12-31']]])(
    '%s is no text',
    (expiresAt) => {
      expect(messagesOf({ ...plain, expiresAt })).toEqual(['Expires at must be in ISO 8601 format'])
    },
  )

  test('is the picked calendar date, wherever the browser stands', () => {
    // the form sends text, so neither UTC+14 nor UTC-12 can turn it into a neighbour
    expect(form.parse({ ...plain, expiresAt: '2027-06-30' }).expiresAt).toEqual(
      new Date(Date.UTC(2027, 5, 30)),
    )
  })
})

describe('scopes', () => {
  test('come back once each and in order, however they were ticked', () => {
    const scopes = [...scopeNames].reverse()
    expect(form.parse({ ...plain, scopes: [...scopes, ...scopes] }).scopes).toEqual(scopeNames)
  })

  test('of any single kind will do', () => {
    for (const scope of scopeNames) expect(form.parse({ ...plain, scopes: [scope] }).scopes).toEqual([scope])
  })

  test.each([[[]], [undefined], [null], ['read_repository'], [{ 0: 'read_repository' }]])(
    '%j is none',
    (scopes) => {
      expect(messagesOf({ ...plain, scopes })).toEqual(["Scopes can't be blank"])
    },
  )

  test('are twenty at most, repeated or not', () => {
    expect(form.safeParse({ ...plain, scopes: Array(20).fill('read_registry') }).success).toBe(true)
    for (const count of [21, 1_000_000]) {
      const scopes = Array(count).fill('read_registry')
      expect(messagesOf({ ...plain, scopes })).toEqual(['Scopes does not have a valid value'])
    }
  })

  test('as one text are refused, whatever it says', () => {
    expect(messagesOf({ ...plain, scopes: 'read_repository,write_registry' })).toContain(
      "Scopes can't be blank",
    )
  })

  test.each([
    [['read_repository', 'api']],
    [['READ_REPOSITORY']],
    [['read_repository ']],
    [['']],
    [[7]],
    [[null]],
    [[['read_repository']]],
    [['__proto__']],
  ])('%j holds one that there is not', (scopes) => {
    expect(new Set(messagesOf({ ...plain, scopes }))).toEqual(new Set(['Scopes does not have a valid value']))
  })
})

describe('the form as a whole', () => {
  test('takes these fields and no others', () => {
    const extra = { id: 1, revokedAt: null, projectId: 2, creatorId: 3, digest: 'x', isGroup: true }
    expect(form.parse({ ...plain, ...extra })).toEqual({
      name: 'ci',
      expiresAt: null,
      username: null,
      scopes: ['read_repository'],
    })
  })

  test('is not moved by names of prototypes', () => {
    const hostile: unknown = JSON.parse(
      '{"name":"ci","expiresAt":"","username":"","scopes":["read_repository"],"__proto__":{"isAdmin":true},"constructor":{},"then":"x"}',
    )
    expect(Object.keys(form.parse(hostile)).sort()).toEqual(['expiresAt', 'name', 'scopes', 'username'])
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
  })

  test('says all that is wrong at once', () => {
    const { error } = form.safeParse({ name: '', expiresAt: 'x', username: '<', scopes: [] })
    expect(error?.issues.map((issue) => issue.path[0]).sort()).toEqual([
      'expiresAt',
      'name',
      'scopes',
      'username',
    ])
  })

  test.each([[undefined], [null], ['ci'], [7], [[]], [new Map([['name', 'ci']])], [() => plain]])(
    '%s is no form',
    (input) => {
      expect(form.safeParse(input).success).toBe(false)
    },
  )
})

describe('what the REST API takes', () => {
  const wish = { name: 'ci', scopes: ['read_repository'] }

  test('is the form under GitLab’s names, and the same token', () => {
    const asked = { ...wish, username: 'deployer', expires_at: '2099-01-01' }
    const filled = { ...plain, username: 'deployer', expiresAt: '2099-01-01' }
    expect(deployTokenRequest.parse(asked)).toEqual(form.parse(filled))
  })

  test.each([
    ['nothing', {}],
    ['null', { username: null, expires_at: null }],
    ['the empty text', { username: '', expires_at: '' }],
  ])('%s: the default user name and no end', (_, rest) => {
    expect(deployTokenRequest.parse({ ...wish, ...rest })).toEqual({
      ...wish,
      username: null,
      expiresAt: null,
    })
  })

  test.each([
    ['read_registry,read_repository'],
    [' read_registry , read_repository '],
    [['read_registry', 'read_repository', 'read_registry']],
  ])('scopes as %j', (scopes) => {
    expect(deployTokenRequest.parse({ ...wish, scopes }).scopes).toEqual(['read_repository', 'read_registry'])
  })

  test('an end in the past, unlike the form', () => {
    const { expiresAt } = deployTokenRequest.parse({ ...wish, expires_at: '2021-01-01T01:00:00+01:00' })
    expect(expiresAt).toEqual(new Date('2021-01-01T00:00:00.000Z'))
  })

  test.each([
    { scopes: '' },
    { scopes: ',' },
    { scopes: 'read_repository,' },
    { scopes: 'read_repository;read_registry' },
    { scopes: Array(21).fill('read_repository').join() },
    { scopes: { 0: 'read_repository', length: 1 } },
    { expires_at: 'never' },
    { expires_at: 0 },
    { expires_at: false },
    { username: ['a'] },
    { username: 'gldt-0123456789abcdefghij' },
    { name: 'glpat-0123456789abcdefghij' },
  ])('and not %j', (part) => {
    expect(deployTokenRequest.safeParse({ ...wish, ...part }).success).toBe(false)
  })
})

describe('how a list is asked for', () => {
  const byDefault = { state: 'active', search: '', sort: 'created', direction: 'desc', page: 1 }

  test('nothing is the newest active tokens', () => {
    expect(tokenListQuery.parse({})).toEqual(byDefault)
  })

  test.each([
    { state: 'deleted' },
    { sort: 'digest' },
    { sort: 'created; DROP TABLE x' },
    { direction: 'sideways' },
    { page: 0 },
    { page: -1 },
    { page: 1.5 },
    { page: 1_000_001 },
    { page: '2' },
    { page: Number.NaN },
    { search: { contains: '' } },
    { search: 'a\0' },
    { state: ['active'] },
  ])('%j falls back to it', (query) => {
    expect(tokenListQuery.parse(query)).toEqual(byDefault)
  })

  test('a search of 256 characters is none', () => {
    expect(tokenListQuery.parse({ search: 'x'.repeat(256) })).toEqual(byDefault)
    expect(tokenListQuery.parse({ search: 'x'.repeat(255) }).search).toHaveLength(255)
  })

  test('what is understood is taken', () => {
    const query = { state: 'inactive', search: 'ci', sort: 'name', direction: 'asc', page: 7 }
    expect(tokenListQuery.parse(query)).toEqual(query)
  })
})

function messagesOf(input: unknown): string[] | undefined {
  return form.safeParse(input).error?.issues.map((issue) => issue.message)
}
