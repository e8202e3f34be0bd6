import { expect, test } from 'vitest'
import { parseManifest } from './nuget-manifest'

function read(metadata: string, { before = '', attributes = '' } = {}) {
  return parseManifest(
    Buffer.from(
      `<?xml version="1.0"?>${before}<package xmlns="urn:x"><metadata ${attributes}>${metadata}</metadata></package>`,
    ),
  )
}

const names = '<id>Some.Package</id><version>1.0</version>'

test('a .nuspec says what clients are told', () => {
  const { metadata, ...rest } = read(
    `${names}<authors>A &amp; B</authors><description>${'x'.repeat(5000)}</description><tags>a b</tags>
    <projectUrl>https://example.com</projectUrl><iconUrl>javascript:alert(1)</iconUrl><license type="expression">MIT</license>
    <requireLicenseAcceptance>true</requireLicenseAcceptance>
    <dependencies><group targetFramework="net45"><dependency id="B" version="[1.0,2.0)" /><dependency id="C" version="2" /></group>
    <group targetFramework="netstandard2.0" /></dependencies>`,
    { attributes: 'minClientVersion="2.12"' },
  )
  expect(rest).toEqual({ id: 'Some.Package', version: '1.0.0', isSymbols: false })
  expect(metadata).toMatchObject({
    authors: 'A & B',
    description: 'x'.repeat(4000),
    tags: 'a b',
    projectUrl: 'https://example.com',
    iconUrl: '',
    license: 'MIT',
    requireLicenseAcceptance: true,
    minClientVersion: '2.12',
    packageTypes: [],
  })
  const [first] = metadata.dependencyGroups
  expect(first).toEqual({
    targetFramework: 'net45',
    dependencies: [
      { id: 'B', range: '[1.0,2.0)' },
      { id: 'C', range: '2' },
    ],
  })
})

test('dependencies outside of a group are for every framework', () => {
  const { metadata } = read(`${names}<dependencies><dependency id="B" version="1.0" /></dependencies>`)
  expect(metadata.dependencyGroups).toEqual([
    { targetFramework: '', dependencies: [{ id: 'B', range: '1.0' }] },
  ])
})

test('a .nuspec in UTF-16 with its mark is read', () => {
  const text = `\ufeff<package><metadata>${names}<title>Ö</title></metadata></package>`
  expect(parseManifest(Buffer.from(text, 'utf16le')).metadata.title).toBe('Ö')
})

test('what XML must not say is left out, even as a reference', () => {
  expect(read(`${names}<title>a&#0;b&#x1F;c</title>`).metadata.title).toBe('abc')
})

const laughs = `<!DOCTYPE p [<!ENTITY a "ha">${'bcdefghij'
  .split('')
  .map((name, i) => `<!ENTITY ${name} "${`&${'abcdefghi'[i]};`.repeat(10)}">`)
  .join('')}]>`

test.each([
  [
    'with an external entity',
    '<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    '<id>&x;</id><version>1.0</version>',
  ],
  ['with a billion laughs', laughs, '<id>&j;</id><version>1.0</version>'],
  ['with an external DTD', '<!DOCTYPE p SYSTEM "http://127.0.0.1:1/x.dtd">', names],
  ['without a version', '', '<id>A</id>'],
  ['without an id', '', '<version>1.0</version>'],
  ['with a path for an id', '', '<id>../A</id><version>1.0</version>'],
  ['with a range for a version', '', '<id>A</id><version>[1.0]</version>'],
  ['with an element that does not end', '', `${names}<title>`],
  ['nested too deep', '', `${names}${'<a>'.repeat(10_000)}${'</a>'.repeat(10_000)}`],
  ['with a dependency on nothing', '', `${names}<dependencies><dependency version="1.0" /></dependencies>`],
  ['with a name of JavaScript’s', '', `${names}<__proto__>1</__proto__>`],
])('a .nuspec %s is refused', (_, before, metadata) => {
  expect(() => read(metadata, { before })).toThrow(expect.objectContaining({ code: 'invalid' }))
})

test.each(['', '{}', '<package />', '<package><metadata /></package>', '\xff'])(
  '%j is no .nuspec',
  (text) => {
    expect(() => parseManifest(Buffer.from(text, 'latin1'))).toThrow(
      expect.objectContaining({ code: 'invalid' }),
    )
  },
)
