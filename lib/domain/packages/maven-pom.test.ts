import { describe, expect, test } from 'vitest'
import { requirePomOf } from './maven-pom'

const expected = { groupId: 'com.example', artifactId: 'lib', version: '1.0' }
const check = (inside: string, before = '') =>
  requirePomOf(new TextEncoder().encode(`${before}<project>${inside}</project>`), expected)

const own = '<groupId>com.example</groupId><artifactId>lib</artifactId><version>1.0</version>'
const parent = (groupId: string, version: string) =>
  `<parent><groupId>${groupId}</groupId><artifactId>parent</artifactId><version>${version}</version></parent>`

describe('a POM is of the coordinates in its path', () => {
  test.each([
    ['its own', own],
    ['from its parent', `${parent('com.example', '1.0')}<artifactId>lib</artifactId>`],
    ['its own in place of its parent’s', parent('org.other', '9') + own],
    ['with spaces around them', own.replace('1.0', '\n 1.0 ')],
    ['a version that its build tells', own.replace('1.0', '1$' + '{sha1}-$' + '{changelist}')],
    ['with entities that every XML has', `${own}<name>A &amp; B</name>`],
  ])('%s', (_, inside) => {
    expect(() => check(inside)).not.toThrow()
  })

  test.each([
    ['another group', own.replace('com.example', 'com.other'), 'groupId'],
    ['another artifact', own.replace('lib', 'other'), 'artifactId'],
    ['another version', own.replace('1.0', '1.1'), 'version'],
    [
      'the parent’s version is another',
      `${parent('com.example', '2')}<artifactId>lib</artifactId>`,
      'version',
    ],
    ['the artifact is the parent’s alone', parent('com.example', '1.0'), 'artifactId'],
    ['two versions', `${own}<version>1.0</version>`, 'version'],
    ['two parents', `${parent('com.example', '1.0').repeat(2)}<artifactId>lib</artifactId>`, 'groupId'],
    ['a property of its own', own.replace('1.0', '$' + '{mine}'), 'version'],
    ['nothing', '', 'groupId'],
  ])('not with %s', (_, inside, what) => {
    expect(() => check(inside)).toThrow(what)
  })

  test.each([
    ['a DTD', '<!DOCTYPE project SYSTEM "file:///etc/passwd">'],
    ['an entity', '<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]>'],
    ['billions of laughs', '<!DOCTYPE p [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'],
  ])('%s is refused', (_, before) => {
    expect(() => check(own, before)).toThrow('DTD')
  })

  test.each(['<metadata/>', '<project/><project/>', 'no XML', '', '<project>'])('%j is no POM', (text) => {
    expect(() => requirePomOf(new TextEncoder().encode(text), expected)).toThrow()
  })
})
