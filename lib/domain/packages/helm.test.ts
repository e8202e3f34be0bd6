import { describe, expect, test } from 'vitest'
import { helmChannel, helmIndex, pickChart, readChart } from './helm'

const chart = (version: string) => `apiVersion: v2\nname: x\nversion: "${version}"`

describe('a chart’s version', () => {
  test.each(['1.0.0', 'v1.0.0', '0.0.1-rc.1', '1.2.3+build.7', '1.2.3-a.b-c+d.e-f'])(
    '%s is one',
    (version) => {
      expect(readChart(chart(version)).version).toBe(version)
    },
  )

  test.each([
    '1',
    '1.0',
    'vv1.0.0',
    '=1.0.0',
    ' 1.0.0',
    '01.0.0',
    '1.0.0-01',
    '1.0.0+',
    '1.0.0+a+b',
    '1.0.0+a/b',
    '',
  ])('"%s" is none', (version) => {
    expect(() => readChart(chart(version))).toThrow('Chart.yaml: version is invalid')
  })
})

test('dates and keys of prototypes stay data', () => {
  const { metadata } = readChart(`${chart('1.0.0')}\ndate: 2026-01-01\n__proto__: {a: 1}`)
  expect(metadata.date).toBe('2026-01-01')
  expect(({} as Record<string, unknown>).a).toBeUndefined()
})

test.each([
  ['x/Chart.yaml', true],
  ['./x/Chart.yaml', true],
  ['x/charts/y/Chart.yaml', false],
  ['Chart.yaml', false],
  ['x/chart.yaml', false],
])('%s is the chart’s own: %s', (name, expected) => {
  expect(pickChart({ name, type: 'file' }) !== undefined).toBe(expected)
})

test.each(['a', 'a-b', 'A.b_c-1', '1'])('%s is a channel', (channel) => {
  expect(helmChannel.safeParse(channel).success).toBe(true)
})

test('a channel’s index has the files of its own folder alone', () => {
  const file = { id: 1, size: 1, sha256: 'd', sha512: '', sha1: '', md5: '', createdAt: new Date(0) }
  const names = ['a/x-1.0.0+b.tgz', 'ab/x-1.0.0.tgz']
  const files = names.map((name) => ({ ...file, name, metadata: { name: 'x', version: '1.0.0' } }))
  const version = {
    ...{ id: 1, packageId: 1, name: 'x', version: '1.0.0', metadata: {} },
    publisherName: '',
    files,
  }
  const place = { channel: 'a', contextPath: '/c', now: new Date(0) }
  expect(JSON.parse(helmIndex([{ ...version, createdAt: new Date(0) }], place))).toEqual({
    apiVersion: 'v1',
    entries: {
      x: [
        {
          ...{ name: 'x', version: '1.0.0', created: '1970-01-01T00:00:00.000Z', digest: 'd' },
          urls: ['charts/x-1.0.0%2Bb.tgz'],
        },
      ],
    },
    generated: '1970-01-01T00:00:00.000Z',
    serverInfo: { contextPath: '/c' },
  })
})
