import { describe, expect, test } from 'vitest'
import {
  inModuleOrder,
  isModuleConfiguration,
  latestModule,
  moduleFileName,
  moduleVersionAddress,
} from './terraform'

const named = (...versions: string[]) => versions.map((version, id) => ({ id, version }))

describe('versions', () => {
  test('go from the highest on, and of two that are one the first counts', () => {
    const ordered = inModuleOrder(named('1.9.0', '1.10.0+b', '2.0.0-rc.2', '1.10.0+a', '2.0.0-rc.10'))
    expect(ordered.map(({ version }) => version)).toEqual(['2.0.0-rc.10', '2.0.0-rc.2', '1.10.0+b', '1.9.0'])
  })

  test('have a latest, which is a release where there is one', () => {
    expect(latestModule(named('1.0.0', '2.0.0-rc.1'))?.version).toBe('1.0.0')
    expect(latestModule(named('2.0.0-rc.1', '2.0.0-rc.2'))?.version).toBe('2.0.0-rc.2')
    expect(latestModule([])).toBe(undefined)
  })

  test('that differ by their build have one file', () => {
    const file = (version: string) => moduleFileName({ name: 'vpc', system: 'aws', version })
    expect([file('1.0.0+a'), file('1.0.0')]).toEqual(['vpc-aws-1.0.0.tgz', 'vpc-aws-1.0.0.tgz'])
  })
})

test.each<[string, string, string, boolean]>([
  ['vpc', 'aws', '1.0.0', true],
  ['2-vpc-', '-', '0.0.1-rc.1+b', true],
  ['a'.repeat(64), 'a'.repeat(64), '1.0.0', true],
  ['a'.repeat(65), 'aws', '1.0.0', false],
  ['', 'aws', '1.0.0', false],
  ['vpc', 'AWS', '1.0.0', false],
  ['v_pc', 'aws', '1.0.0', false],
  ['v.pc', 'aws', '1.0.0', false],
  ['vpc\n', 'aws', '1.0.0', false],
  ['vpc', 'aws', 'v1.0.0', false],
  ['vpc', 'aws', '1.0', false],
])('%j, %j and %j: %j', (name, system, version, expected) => {
  expect(moduleVersionAddress.safeParse({ name, system, version }).success).toBe(expected)
})

test.each([
  ['main.tf', true],
  ['./main.tf', true],
  ['a/b/main.tf.json', true],
  ['.tf', false],
  ['a/.tf', false],
  ['main.tf.txt', false],
  ['main.tfvars', false],
  ['maintf', false],
])('%s is configuration: %j', (name, expected) => {
  expect(isModuleConfiguration({ name, type: 'file' })).toBe(expected)
  expect(isModuleConfiguration({ name, type: 'directory' })).toBe(false)
})
