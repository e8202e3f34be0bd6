import { describe, expect, test } from 'vitest'
import { parseXml, type XmlElement } from '@/lib/domain/xml'
import { artifactMetadata, type MavenVersion, snapshotMetadata } from './maven-metadata'

const read = (text: string, lists: string[] = []) =>
  parseXml(new TextEncoder().encode(text), lists).metadata as XmlElement

const version = (name: string, order: number): MavenVersion => ({
  version: name,
  order,
  publishedAt: new Date(Date.UTC(2026, 0, 2, 3, 4, order)),
})

describe('what is told of an artifact', () => {
  test('latest and release are what was deployed last, not what is the highest', () => {
    const text = artifactMetadata('com/example/lib', [
      version('2.0', 1),
      version('1.1', 4),
      version('3-SNAPSHOT', 9),
    ])
    expect(read(text)).toEqual({
      '@modelVersion': '1.1.0',
      groupId: 'com.example',
      artifactId: 'lib',
      versioning: {
        latest: '3-SNAPSHOT',
        release: '1.1',
        versions: { version: ['2.0', '1.1', '3-SNAPSHOT'] },
        lastUpdated: '20260102030409',
      },
    })
  })

  test('a version that several packages have is one', () => {
    const { versioning } = read(artifactMetadata('g/a', [version('1', 1), version('1', 2), version('2', 3)]))
    expect(versioning).toMatchObject({ versions: { version: ['1', '2'] } })
  })

  test('without a release there is none', () => {
    expect(artifactMetadata('g/a', [version('1-SNAPSHOT', 1)])).not.toContain('<release>')
  })
})

describe('what is told of a snapshot', () => {
  const first = 'lib-1.0-20260101.000000-1'
  const second = 'lib-1.0-20260102.000000-2'
  const metadata = (files: string[]) =>
    read(snapshotMetadata('com/example/lib', '1.0-SNAPSHOT', files) ?? '', ['snapshotVersion']).versioning

  test('of each kind of file the latest, of whatever build', () => {
    const files = [`${first}.jar`, `${first}-tests.jar`, `${first}.pom`, `${second}.jar`, `${second}.pom`]
    expect(metadata(files)).toEqual({
      snapshot: { timestamp: '20260102.000000', buildNumber: '2' },
      lastUpdated: '20260102000000',
      snapshotVersions: {
        snapshotVersion: [
          { extension: 'jar', value: '1.0-20260102.000000-2', updated: '20260102000000' },
          {
            classifier: 'tests',
            extension: 'jar',
            value: '1.0-20260101.000000-1',
            updated: '20260101000000',
          },
          { extension: 'pom', value: '1.0-20260102.000000-2', updated: '20260102000000' },
        ],
      },
    })
  })

  test('a build without its POM is still coming', () => {
    const whole = metadata([`${first}.jar`, `${first}.pom`])
    expect(metadata([`${first}.jar`, `${first}.pom`, `${second}.jar`])).toEqual(whole)
    expect(metadata([`${first}.jar`])).toMatchObject({ snapshot: { buildNumber: '1' } })
  })

  test('of two builds at once the one whose POM came last is the latest, with all of its files', () => {
    const files = [`${first}.jar`, `${second}.jar`, `${second}.pom`, `${first}.pom`]
    const values = JSON.stringify(metadata(files))
    expect(values).toContain('1.0-20260101.000000-1')
    expect(values).not.toContain('1.0-20260102.000000-2')
  })

  test('files that are of no build are not told of', () => {
    expect(snapshotMetadata('com/example/lib', '1.0-SNAPSHOT', ['lib-1.0-SNAPSHOT.jar'])).toBeUndefined()
  })
})
