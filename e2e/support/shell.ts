import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

export interface Ended {
  code: number | null
  /** Standard output and standard error, as a person would see them. */
  text: string
}

/** A terminal of its own: an empty home, an empty folder, no credentials but those that are typed. */
export class Terminal {
  private constructor(
    readonly folder: string,
    private readonly env: Record<string, string>,
  ) {}

  /** `own` are variables beside those that every terminal has. */
  static async open(own: Record<string, string> = {}): Promise<Terminal> {
    const folder = await mkdtemp(path.join(tmpdir(), 'latchkey-terminal-'))
    const env = {
      PATH: process.env.PATH ?? '',
      HOME: folder,
      LC_ALL: 'C',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_TERMINAL_PROMPT: '0',
      GIT_AUTHOR_NAME: 'Devon Lee',
      GIT_AUTHOR_EMAIL: 'developer@latchkey.localhost',
      GIT_COMMITTER_NAME: 'Devon Lee',
      GIT_COMMITTER_EMAIL: 'developer@latchkey.localhost',
      ...own,
    }
    return new Terminal(folder, env)
  }

  /** Runs what a person pastes, in a POSIX shell. */
  run(command: string): Promise<Ended> {
    return new Promise((resolve, reject) => {
      const child = spawn('sh', ['-c', command], { cwd: this.folder, env: { ...this.env, NODE_ENV: 'test' } })
      let text = ''
      child.stdout.on('data', (chunk) => {
        text += chunk
      })
      child.stderr.on('data', (chunk) => {
        text += chunk
      })
      child.on('error', reject).on('close', (code) => resolve({ code, text }))
    })
  }

  async close(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true })
  }
}
