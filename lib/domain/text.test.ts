import { describe, expect, test } from 'vitest'
import { deployTokenForm } from './deploy-token'
import { looksLikeSecret, manyLines, oneLine } from './text'

const now = new Date('2027-03-01T12:00:00Z')
const form = deployTokenForm(now)
const secret = 'gldt-0123456789ABCDEFGHIJKLMNOPQRST0zCl76'

/** What becomes of a text in a field: stored as it is, stored as something else, or refused. */
type Fate = 'ok' | 'refused' | { stored: string | null }

interface Case {
  id: string
  texts: string[]
  name: Fate
  username: Fate
}

// The hostile strings of our reference, S01 to S60: each with what a token's name and what its user name make of it
const hostile: Case[] = [
  { id: 'S01 nothing', texts: [''], name: 'refused', username: { stored: null } },
  { id: 'S02 only space', texts: [' ', '\t\t', '\u00a0', '\u3000'], name: 'refused', username: 'refused' },
  {
    id: 'S03 space around',
    texts: [' a ', '\ta\t', '\u00a0a\u3000'],
    name: { stored: 'a' },
    username: 'refused',
  },
  { id: 'S04 255 letters', texts: ['a'.repeat(255)], name: 'ok', username: 'ok' },
  { id: 'S05 256 letters', texts: ['a'.repeat(256)], name: 'refused', username: 'refused' },
  { id: 'S06 a million letters', texts: ['a'.repeat(1_000_000)], name: 'refused', username: 'refused' },
  { id: 'S07 255 emoji', texts: ['😀'.repeat(255)], name: 'ok', username: 'refused' },
  { id: 'S08 NUL inside', texts: ['a\0b', '\0', 'a\0'], name: 'refused', username: 'refused' },
  { id: 'S09 line ends inside', texts: ['a\rb', 'a\nb', 'a\r\nb'], name: 'refused', username: 'refused' },
  { id: 'S10 controls inside', texts: controls().map((c) => `a${c}b`), name: 'refused', username: 'refused' },
  {
    id: 'S11 direction overrides and isolates',
    texts: ['a\u202eb', 'a\u2066b', 'a\u2067b', 'a\u2068b', 'a\u2069b', '\u202a', '\u200e', '\u061c'],
    name: 'refused',
    username: 'refused',
  },
  {
    id: 'S12 invisible characters',
    texts: ['a\u200bb', 'a\u200db', 'a\ufeffb', 'a\u00adb', 'a\u2060b', 'a\u180eb'],
    name: 'refused',
    username: 'refused',
  },
  { id: 'S13 Cyrillic look-alike', texts: ['аdmin'], name: 'ok', username: 'refused' },
  { id: 'S14 full-width letters', texts: ['ｇｉｔｌａｂ'], name: 'ok', username: 'refused' },
  { id: 'S15 é in one piece', texts: ['caf\u00e9'], name: 'ok', username: 'refused' },
  { id: 'S15 é in two pieces', texts: ['cafe\u0301'], name: { stored: 'caf\u00e9' }, username: 'refused' },
  {
    id: 'S16 lone surrogates',
    texts: ['\ud800', 'a\udfffb', '\udc00\ud800'],
    name: 'refused',
    username: 'refused',
  },
  // bytes that are no UTF-8 are the decoder's matter; what it makes of them, U+FFFD, is a character like others
  {
    id: 'S17 replacement character',
    texts: [decoded([0xc0, 0xaf]), decoded([0xe2, 0x82])],
    name: 'ok',
    username: 'refused',
  },
  {
    id: 'S18 noncharacters and private use',
    texts: ['\uffff', '\u{10ffff}', '\ue000', '\u{f0000}'],
    name: 'ok',
    username: 'refused',
  },
  { id: 'S19 16 marks on a letter', texts: [`x${'\u0337'.repeat(16)}`], name: 'ok', username: 'refused' },
  {
    id: 'S19 more than 16 marks on a letter',
    texts: [`x${'\u0337'.repeat(17)}`, `x${'\u0300'.repeat(200)}`],
    name: 'refused',
    username: 'refused',
  },
  { id: 'S20 script element', texts: ['<script>alert(1)</script>'], name: 'ok', username: 'refused' },
  { id: 'S21 broken attribute', texts: ['"><img src=x onerror=alert(1)>'], name: 'ok', username: 'refused' },
  { id: 'S22 script URL', texts: ['javascript:alert(1)'], name: 'ok', username: 'refused' },
  {
    id: 'S23 template expressions',
    texts: ['{{7*7}}', ['$', '{7*7}'].join(''), '<%= 7*7 %>'],
    name: 'ok',
    username: 'refused',
  },
  { id: 'S24 svg handler', texts: ['</textarea><svg/onload=alert(1)>'], name: 'ok', username: 'refused' },
  {
    id: 'S24 line separators',
    texts: ['a\u2028b', 'a\u2029b', '\u2028a'],
    name: 'refused',
    username: 'refused',
  },
  { id: 'S25 SQL', texts: ["' OR '1'='1", "'; DROP TABLE x;--"], name: 'ok', username: 'refused' },
  { id: 'S26 encoded SQL stays encoded', texts: ['%27%20OR%201=1'], name: 'ok', username: 'refused' },
  { id: 'S27 an operator as text', texts: ['{"not":""}'], name: 'ok', username: 'refused' },
  {
    id: 'S28 names of prototypes',
    texts: ['__proto__', 'constructor', 'toString'],
    name: 'ok',
    username: 'ok',
  },
  {
    id: 'S29 names of values',
    texts: ['null', 'undefined', 'NaN', 'true', '0', '1e3'],
    name: 'ok',
    username: 'ok',
  },
  { id: 'S29 minus zero', texts: ['-0'], name: 'ok', username: 'refused' },
  { id: 'S30 formulas', texts: ['=HYPERLINK("http://x")', '@SUM'], name: 'ok', username: 'refused' },
  { id: 'S30 a plus formula', texts: ['+cmd'], name: 'ok', username: 'ok' },
  { id: 'S31 path upwards', texts: ['../../etc/passwd'], name: 'ok', username: 'refused' },
  { id: 'S32 one and two dots', texts: ['.', '..'], name: 'ok', username: 'refused' },
  { id: 'S32 three dots', texts: ['...'], name: 'ok', username: 'ok' },
  { id: 'S33 Windows paths', texts: ['C:\\x', '\\\\host\\share'], name: 'ok', username: 'refused' },
  { id: 'S34 shell', texts: ['$(id)', '`id`', ';id', '|id', '&&id'], name: 'ok', username: 'refused' },
  { id: 'S35 options', texts: ['-rf', '--upload-pack=x', '-'], name: 'ok', username: 'refused' },
  { id: 'S36 formats and encodings', texts: ['%s%s%n', '%00', '%2e%2e%2f'], name: 'ok', username: 'refused' },
  { id: 'S37 forged log line', texts: ['x\n2026-11-20 INFO login ok'], name: 'refused', username: 'refused' },
  {
    id: 'S38 terminal sequences',
    texts: ['\u001b[2J', '\u001b]52;c;eA==\u0007'],
    name: 'refused',
    username: 'refused',
  },
  {
    id: 'S39 slow patterns',
    texts: ['('.repeat(10_000), `${' '.repeat(2047)}!${' '.repeat(2047)}`],
    name: 'refused',
    username: 'refused',
  },
  {
    id: 'S39 a slow pattern of allowed length',
    texts: [`${'a'.repeat(50)}!`],
    name: 'ok',
    username: 'refused',
  },
  { id: 'S40 deep JSON of allowed length', texts: ['['.repeat(200)], name: 'ok', username: 'refused' },
  {
    id: 'S40 deep JSON, too long',
    texts: ['['.repeat(200) + ']'.repeat(200)],
    name: 'refused',
    username: 'refused',
  },
  {
    id: 'S41 XML',
    texts: ['<!DOCTYPE x [<!ENTITY e SYSTEM "file:///x">]>'],
    name: 'ok',
    username: 'refused',
  },
  { id: 'S42 the special name', texts: ['gitlab-deploy-token'], name: 'ok', username: 'ok' },
  { id: 'S43 the special name in other letters', texts: ['GitLab-Deploy-Token'], name: 'ok', username: 'ok' },
  {
    id: 'S43 the special name and a space becomes special',
    texts: ['gitlab-deploy-token '],
    name: { stored: 'gitlab-deploy-token' },
    username: 'refused',
  },
  {
    id: 'S44 a default user name',
    texts: ['gitlab+deploy-token-1', 'GitLab+Deploy-Token-007'],
    name: 'ok',
    username: 'refused',
  },
  {
    id: 'S44 almost a default user name',
    texts: ['gitlab+deploy-token-', 'gitlab+deploy-token-1a', 'xgitlab+deploy-token-1'],
    name: 'ok',
    username: 'ok',
  },
  {
    id: 'S45 names of other actors',
    texts: ['gitlab-ci-token', 'oauth2', 'lfs+deploy-key-1', 'OAuth2'],
    name: 'ok',
    username: 'refused',
  },
  // as in GitLab: the secret decides who it is, so a user's name may be a token's
  { id: 'S46 names of users', texts: ['root', 'maintainer'], name: 'ok', username: 'ok' },
  {
    id: 'S47 shaped like a secret',
    texts: [secret, `my ${secret}!`, 'glpat-abcdefghijklmnopqrst'],
    name: 'refused',
    username: 'refused',
  },
  { id: 'S48 separators', texts: ['user:pass', 'a@b', 'a/b', 'a b'], name: 'ok', username: 'refused' },
  { id: 'S49 strange addresses', texts: ['a@b@c', 'a,b@c'], name: 'ok', username: 'refused' },
  { id: 'S49 address with a line end', texts: ['a@b\r\nBcc: c@d'], name: 'refused', username: 'refused' },
  {
    id: 'S50 look-alike slashes',
    texts: ['a\u2044b', 'a\u2215b', 'a\uff0fb'],
    name: 'ok',
    username: 'refused',
  },
  { id: 'S51 look-alike dots', texts: ['\u2024\u2024'], name: 'ok', username: 'refused' },
  {
    id: 'S52 letters whose case is a matter of language',
    texts: ['İ', 'ı', 'ß'],
    name: 'ok',
    username: 'refused',
  },
  { id: 'S53 Arabic-Indic digits', texts: ['١٢٣'], name: 'ok', username: 'refused' },
  { id: 'S54 tag characters', texts: ['a\u{e0041}\u{e007f}'], name: 'refused', username: 'refused' },
  { id: 'S55 byte order mark first', texts: ['\ufeffa'], name: 'refused', username: 'refused' },
  // S56, the same name twice, is a matter of rows: see the service's tests
  { id: 'S57 names of columns and states', texts: ['revoked', 'expires_at'], name: 'ok', username: 'ok' },
  { id: 'S58 one long word', texts: ['W'.repeat(255)], name: 'ok', username: 'ok' },
  { id: 'S59 right-to-left text', texts: ['שלום 123'], name: 'ok', username: 'refused' },
  { id: 'S60 entities stay as they are', texts: ['&lt;', '&#0;'], name: 'ok', username: 'refused' },
]

describe.each(['name', 'username'] as const)('a token’s %s', (field) => {
  test.each(hostile)('$id', ({ texts, ...fates }) => {
    const fate = fates[field]
    for (const text of texts) {
      const parsed = form.safeParse({ ...plain, [field]: text })
      if (fate === 'refused') {
        expect(parsed.error?.issues.map((issue) => issue.path[0])).toContain(field)
      } else {
        expect(parsed.error).toBeUndefined()
        expect(parsed.data?.[field]).toBe(fate === 'ok' ? text : fate.stored)
      }
    }
  })
})

test('all sixty are here', () => {
  const ids = new Set(hostile.map(({ id }) => id.slice(0, 3)))
  const missing = Array.from({ length: 60 }, (_, i) => `S${String(i + 1).padStart(2, '0')}`).filter(
    (id) => !ids.has(id),
  )
  expect(missing).toEqual(['S56'])
})

test('no hostile string keeps a field busy', () => {
  const slow: string[] = []
  for (const { id, texts } of hostile) {
    for (const text of texts) {
      form.safeParse({ ...plain, name: text, username: text })
      const start = performance.now()
      form.safeParse({ ...plain, name: text, username: text })
      if (performance.now() - start > 100) slow.push(id)
    }
  }
  expect(slow).toEqual([])
})

describe('messages', () => {
  test.each([
    ['nothing', '', "Name can't be blank"],
    ['no text', undefined, "Name can't be blank"],
    ['a number', 7, "Name can't be blank"],
    ['256 letters', 'a'.repeat(256), 'Name is too long (maximum is 255 characters)'],
    ['3000 letters', 'a'.repeat(3000), 'Name is too long (maximum is 255 characters)'],
    ['a NUL', 'a\0b', "Name can't contain control, invisible or direction-changing characters"],
    ['stacked marks', `x${'\u0337'.repeat(17)}`, "Name can't stack that many marks on one letter"],
    ['a secret', secret, 'Name looks like a secret; choose one that may be seen'],
  ])('%s', (_, text, message) => {
    expect(
      oneLine('Name', 255)
        .safeParse(text)
        .error?.issues.map((issue) => issue.message),
    ).toEqual([message])
  })

  test('a message never repeats a secret that was typed', () => {
    const { error } = form.safeParse({ ...plain, name: secret, username: secret })
    expect(JSON.stringify(error?.issues)).not.toContain(secret.slice(0, 12))
  })
})

describe('length', () => {
  test('is counted in code points, after trimming and composing', () => {
    const name = oneLine('Name', 3)
    expect(name.parse('😀😀😀')).toBe('😀😀😀')
    expect(name.safeParse('😀😀😀😀').success).toBe(false)
    expect(name.parse('   abc   ')).toBe('abc')
    expect(name.parse('e\u0301e\u0301e\u0301')).toBe('ééé')
  })

  test('what composing makes longer is still held to the limit', () => {
    // U+1D160 is composed into three code points
    expect(oneLine('Name', 3).parse('\u{1d160}')).toHaveLength(6)
    expect(oneLine('Name', 2).safeParse('\u{1d160}').success).toBe(false)
  })
})

describe('looksLikeSecret', () => {
  test.each([
    secret,
    'gldt-abcdefghijklmnopqrst',
    'glpat-abcdefghijklmnopqrst',
    'glcbt-abcdefghijklmnopqrst',
    'glrt-abcdefghijklmnop_-st',
    `https://x:${secret}@host/a.git`,
  ])('%s could be a value', (text) => {
    expect(looksLikeSecret(text)).toBe(true)
  })

  test.each([
    '',
    'gldt-',
    'gldt-abcdefghijklmnopqrs',
    'hunter2',
    'gl-abcdefghijklmnopqrstu',
    'a long, honest password!',
  ])('%j could not', (text) => {
    expect(looksLikeSecret(text)).toBe(false)
  })
})

const plain = { name: 'ci', expiresAt: '', username: '', scopes: ['read_repository'] }

/** U+0001 to U+001F, U+007F and U+0085, the C1 controls with it. */
function controls(): string[] {
  const codes = [
    ...Array.from({ length: 31 }, (_, i) => i + 1),
    ...Array.from({ length: 33 }, (_, i) => 127 + i),
  ]
  return codes.map((code) => String.fromCharCode(code))
}

function decoded(bytes: number[]): string {
  return new TextDecoder().decode(Uint8Array.from(bytes))
}

describe('text on several lines', () => {
  const description = manyLines('Description', 2000)

  test.each([
    ['nothing', '', ''],
    ['lines as every system ends them', 'a\r\nb\rc\n\n\td', 'a\nb\nc\n\n\td'],
    ['space around it', ' \n a \n ', 'a'],
    ['2000 characters, composed', 'e\u0301'.repeat(2000), 'é'.repeat(2000)],
  ])('may be %s', (_, text, parsed) => {
    expect(description.parse(text)).toBe(parsed)
  })

  test.each([
    ['2001 characters', 'x'.repeat(2001), 'Description is too long (maximum is 2000 characters)'],
    ['a megabyte', 'x'.repeat(1_000_000), 'Description is too long (maximum is 2000 characters)'],
    [
      'another direction',
      'a\n\u202eb',
      "Description can't contain control, invisible or direction-changing characters",
    ],
    ['a NUL', 'a\0b', "Description can't contain control, invisible or direction-changing characters"],
    [
      'a secret',
      `see gldt-${'x'.repeat(20)}`,
      'Description looks like a secret; choose one that may be seen',
    ],
    ['no text', 7, 'Description must be text'],
  ])('may not be %s', (_, text, message) => {
    expect(description.safeParse(text).error?.issues.map((issue) => issue.message)).toEqual([message])
  })
})
