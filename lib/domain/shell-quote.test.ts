import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { shellQuote } from './shell-quote'

test.each(["it's", '$(id)', '`id`', '"', '\\', '$HOME', 'a b', '*', '', "'''", 'line\nline', '-n'])(
  'a POSIX shell hands on %j unchanged',
  (text) => {
    const { stdout } = spawnSync('sh', ['-c', `printf %s ${shellQuote(text)}`], { encoding: 'utf8' })
    expect(stdout).toBe(text)
  },
)
