import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const environment = {
  NODE_ENV: process.env.NODE_ENV,
  PATH: process.env.PATH,
  LC_ALL: 'C',
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
} as const

/** Runs git as a person without any configuration would; gives what it wrote. */
export async function git(...words: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('git', words, {
    env: environment,
    maxBuffer: 64 * 1024 * 1024,
  })
  return stdout.trim()
}

/** How long git takes, in milliseconds. */
export async function timeGit(...words: string[]): Promise<number> {
  const startedAt = performance.now()
  await git(...words)
  return performance.now() - startedAt
}
