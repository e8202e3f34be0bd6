import { describe, expect, test } from 'vitest'
import {
  latestExpiry,
  lifetimeProblem,
  type PersonalAccessTokenFields,
  pastProblem,
  personalAccessTokenForm,
  rotatedExpiry,
  rotationForm,
} from './personal-access-token'
import { personalScopeNames } from './personal-scope'

const now = new Date('2027-03-01T23:59:59.999Z')
const form = personalAccessTokenForm(now)
const plain: PersonalAccessTokenFields = { name: 'laptop', description: '', expiresAt: '', scopes: ['api'] }

describe('the form', () => {
  test('takes a name, no description, no end and one scope', () => {
    expect(form.parse(plain)).toEqual({ name: 'laptop', description: '', expiresAt: null, scopes: ['api'] })
  })

  test('takes all there is, trimmed, and scopes in the table’s order', () => {
    const scopes = [...personalScopeNames].reverse()
    const full = { name: ' laptop ', description: ' Mine ', expiresAt: '2027-03-02', scopes }
    expect(form.parse(full)).toEqual({
      name: 'laptop',
      description: 'Mine',
      expiresAt: new Date('2027-03-02T00:00:00Z'),
      scopes: personalScopeNames,
    })
  })

  test.each([
    ['', ''],
    ['  \t', ''],
    ['ü'.repeat(255), 'ü'.repeat(255)],
  ])('description %j becomes %j', (description, stored) => {
    expect(form.parse({ ...plain, description }).description).toBe(stored)
  })

  test.each<[keyof PersonalAccessTokenFields, unknown, string]>([
    ['name', '', "Name can't be blank"],
    ['name', undefined, "Name can't be blank"],
    ['name', 'a'.repeat(256), 'Name is too long (maximum is 255 characters)'],
    ['name', 'glpat-abcdefghijklmnopqrst', 'Name looks like a secret; choose one that may be seen'],
    ['description', 'a'.repeat(256), 'Description is too long (maximum is 255 characters)'],
    [
      'description',
      'two\nlines',
      "Description can't contain control, invisible or direction-changing characters",
    ],
    [
      'description',
      'x\u202ey',
      "Description can't contain control, invisible or direction-changing characters",
    ],
    [
      'description',
      'glpat-abcdefghijklmnopqrst',
      'Description looks like a secret; choose one that may be seen',
    ],
    ['expiresAt', '2027-03-01', 'Expires at must be 2027-03-02 or later'],
    ['expiresAt', '2027-02-30', 'Expires at must be in ISO 8601 format'],
    ['expiresAt', null, 'Expires at must be in ISO 8601 format'],
    ['scopes', [], "Scopes can't be blank"],
    ['scopes', undefined, "Scopes can't be blank"],
    ['scopes', ['sudo'], 'Scopes does not have a valid value'],
    ['scopes', ['read_package_registry'], 'Scopes does not have a valid value'],
  ])('refuses as %s %j: %s', (field, value, message) => {
    const { error } = form.safeParse({ ...plain, [field]: value })
    expect(error?.issues.map((issue) => [issue.path[0], issue.message])).toEqual([[field, message]])
  })
})

test('the dialog that rotates takes a date from tomorrow on, or none', () => {
  expect(rotationForm(now).parse({ expiresAt: '' })).toEqual({ expiresAt: null })
  expect(rotationForm(now).safeParse({ expiresAt: '2027-03-01' }).success).toBe(false)
})

test.each([
  [0, '2027-03-08'],
  [3, '2027-03-04'],
  [365, '2027-03-08'],
])('with lives of %i days at most (0: any) a rotated token ends on %s', (daysMax, day) => {
  expect(rotatedExpiry(daysMax, now)).toEqual(new Date(`${day}T00:00:00Z`))
})

test.each([
  [null, 0, undefined],
  ['9999-12-31', 0, undefined],
  [null, 30, 'Expiration date must be 2027-03-31 or before'],
  ['2027-04-01', 30, 'Expiration date must be 2027-03-31 or before'],
  ['2027-03-31', 30, undefined],
])('an end of %s with lives of %i days at most: %s', (day, daysMax, problem) => {
  expect(lifetimeProblem(day === null ? null : new Date(`${day}T00:00:00Z`), daysMax, now)).toBe(problem)
})

test('the latest end is midnight so many days from today, or never without a limit', () => {
  expect(latestExpiry(0, now)).toBeNull()
  expect(latestExpiry(30, now)).toEqual(new Date('2027-03-31T00:00:00Z'))
})

test('an end is later than now', () => {
  expect(pastProblem(null, now)).toBeUndefined()
  expect(pastProblem(new Date('2027-03-02T00:00:00Z'), now)).toBeUndefined()
  expect(pastProblem(new Date('2027-03-01T00:00:00Z'), now)).toBe('Expires at must be 2027-03-02 or later')
})
