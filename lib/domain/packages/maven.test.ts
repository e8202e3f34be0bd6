import { describe, expect, test } from 'vitest'
import { parseMavenPath } from './maven'

const parse = (path: string) => parseMavenPath(path.split('/'))

describe('a path in Maven’s layout', () => {
  test.each([
    ['com/example/lib/1.0/lib-1.0.jar', 'com.example', 'lib', '1.0', '.jar'],
    ['junit/junit/4.13/junit-4.13-sources.jar', 'junit', 'junit', '4.13', '-sources.jar'],
    ['com/a/x.y_z/1.0+7/x.y_z-1.0+7.pom', 'com.a', 'x.y_z', '1.0+7', '.pom'],
    ['com/a/b/1/b-1.tar.gz', 'com.a', 'b', '1', '.tar.gz'],
    ['com/a/b/1-SNAPSHOT/b-1-SNAPSHOT.jar', 'com.a', 'b', '1-SNAPSHOT', '.jar'],
    ['com/a/b/1-SNAPSHOT/b-1-20260102.030405-6.jar', 'com.a', 'b', '1-SNAPSHOT', '.jar'],
    ['com/a/b/1-SNAPSHOT/b-1-20260102.030405-12-tests.jar', 'com.a', 'b', '1-SNAPSHOT', '-tests.jar'],
  ])('%s is a file', (path, groupId, artifactId, version, suffix) => {
    expect(parse(path)).toMatchObject({
      kind: 'file',
      groupId,
      artifactId,
      version,
      suffix,
      checksum: undefined,
    })
  })

  test('a checksum is one of the file beside it, also of a signature', () => {
    expect(parse('g/a/1/a-1.jar.asc.sha512')).toMatchObject({ file: 'a-1.jar.asc', checksum: 'sha512' })
    expect(parse('g/a/maven-metadata.xml.md5')).toMatchObject({ kind: 'metadata', checksum: 'md5' })
  })

  test.each([
    ['com/example/lib/maven-metadata.xml', 'com/example/lib', undefined],
    ['com/example/lib/1-SNAPSHOT/maven-metadata.xml', 'com/example/lib', '1-SNAPSHOT'],
    ['com/example/lib/SNAPSHOT/maven-metadata.xml', 'com/example/lib', 'SNAPSHOT'],
  ])('%s is metadata', (path, packageName, snapshot) => {
    expect(parse(path)).toEqual({ kind: 'metadata', packageName, snapshot, checksum: undefined })
  })

  test.each([
    'maven-metadata.xml',
    'com/maven-metadata.xml',
    'lib-1.0.jar',
    'lib/1.0/lib-1.0.jar',
    'com/a/b/1/c-1.jar',
    'com/a/b/1/b-2.jar',
    'com/a/b/1/b-1',
    'com/a/b/1/b-1.',
    'com/a/b/1/b-10.jar',
    'com/a/b/1-SNAPSHOT/b-1.jar',
    'com/a/b/1/b-1-SNAPSHOT-.jar/x',
    'com/a.b/c/1/c-1.jar',
    'com/a/.b/1/.b-1.jar',
    'com/a/b/1..2/b-1..2.jar',
  ])('%s is nothing that a repository has', (path) => {
    expect(parse(path)).toBeUndefined()
  })

  test.each([
    'com/../../x',
    'com/./b/1/b-1.jar',
    'com//b/1/b-1.jar',
    '/com/a/b/1/b-1.jar',
    'com/a/b/1/',
    'com/a b/c/1/c-1.jar',
    'com/a\\b/c/1/c-1.jar',
    'com/ä/c/1/c-1.jar',
    'com/a\u0000/c/1/c-1.jar',
    'com/$' + '{x}/c/1/c-1.jar',
    `com/${'a'.repeat(256)}/c/1/c-1.jar`,
  ])('%s is refused', (path) => {
    expect(() => parse(path)).toThrow(/^path is/)
  })

  test('a decoded slash does not make a folder', () => {
    expect(() => parseMavenPath(['com', 'a/b', '1', 'b-1.jar'])).toThrow('path is invalid')
  })
})
