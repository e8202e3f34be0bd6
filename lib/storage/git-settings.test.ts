import { afterEach, expect, test, vi } from 'vitest'
import { readGit } from './git-read'
import { gitEnvironment } from './git-settings'

afterEach(() => vi.unstubAllEnvs())

test.each(['version=0', 'version=1', 'version=2'])('%s is handed on to git', (protocol) => {
  expect(gitEnvironment('/bin', protocol)).toMatchObject({ PATH: '/bin', GIT_PROTOCOL: protocol })
})

test.each([
  undefined,
  '',
  'version=3',
  'version=2:foo',
  'version=2\nX=1',
  'version=22',
  'Version=2',
  'x'.repeat(8192),
])('%j is not', (protocol) => {
  expect(gitEnvironment('/bin', protocol)).not.toHaveProperty('GIT_PROTOCOL')
})

test('nothing of our own environment or of the machine’s settings reaches git', async () => {
  vi.stubEnv('GIT_CONFIG_COUNT', '1')
  vi.stubEnv('GIT_CONFIG_KEY_0', 'core.hooksPath')
  vi.stubEnv('GIT_CONFIG_VALUE_0', '/tmp/hooks')
  vi.stubEnv('GIT_DIR', '/tmp')
  vi.stubEnv('XDG_CONFIG_HOME', '/tmp')
  const { output } = await readGit({ words: ['config', '--list', '--show-scope'] })
  const lines = output.toString().trim().split('\n')
  expect(lines.filter((line) => !line.startsWith('command\t'))).toEqual([])
  expect(lines.filter((line) => /hookspath/i.test(line))).toEqual(['command\tcore.hookspath=/dev/null'])
})

test('git understands every setting', async () => {
  const { output } = await readGit({ words: ['version'] })
  expect(output.toString()).toMatch(/^git version 2\./)
})
