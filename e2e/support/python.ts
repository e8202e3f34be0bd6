import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface Python {
  /** Runs a script and gives what it printed, which must be JSON. */
  tell: (script: string, env?: Record<string, string>) => Promise<unknown>
  /** Runs the command line of a package; its output and its exit code. */
  command: (
    module: string,
    args: string[],
    env?: Record<string, string>,
  ) => Promise<{ code: number; text: string }>
  folder: string
  close: () => Promise<void>
}

/** A Python that has these packages from PyPI, in a folder of its own; undefined where they cannot be had. */
export async function openPython(packages: readonly string[]): Promise<Python | undefined> {
  const folder = await mkdtemp(path.join(tmpdir(), 'latchkey-python-'))
  const close = () => rm(folder, { recursive: true, force: true })
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--target', folder]
  try {
    await run('python3', [...install, ...packages])
  } catch (error) {
    await close()
    if (process.env.CI === 'true') throw error
    return undefined
  }
  const home = { PATH: process.env.PATH ?? '', HOME: folder, PYTHONPATH: folder, NODE_ENV: 'test' } as const
  return {
    folder,
    close,
    tell: async (script, env) => {
      const file = path.join(folder, 'script.py')
      await writeFile(file, script)
      const { stdout } = await run('python3', [file], { env: { ...home, ...env }, cwd: folder })
      return JSON.parse(stdout)
    },
    command: async (module, args, env) => {
      const ended = run('python3', ['-m', module, ...args], { env: { ...home, ...env }, cwd: folder })
      return ended.then(
        ({ stdout, stderr }) => ({ code: 0, text: stdout + stderr }),
        ({ code, stdout, stderr }) => ({ code: Number(code), text: stdout + stderr }),
      )
    },
  }
}
