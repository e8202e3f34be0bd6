import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The clients of npm's registry beside npm itself, each with what a shell starts it by. */
const managers = {
  pnpm: { package: 'pnpm@12.21.0', script: 'pnpm/bin/pnpm.mjs' },
  yarn: { package: 'yarn1@npm:yarn@1.22.22', script: 'yarn1/bin/yarn.js' },
  berry: { package: '@yarnpkg/cli-dist@4.18.1', script: '@yarnpkg/cli-dist/bin/yarn.js' },
  bun: { package: 'bun@1.4.5', program: 'bun/bin/bun.exe' },
} as const

export type PackageManager = keyof typeof managers
export const packageManagerNames = Object.keys(managers) as PackageManager[]

/**
 * The commands that start these clients, installed once for a checkout; undefined where they cannot be had, which is an
 * error with CI=true.
 */
export async function openPackageManagers(): Promise<Record<PackageManager, string> | undefined> {
  const packages = Object.values(managers).map((manager) => manager.package)
  const name = packages.join('+').replace(/[^a-z0-9.]+/g, '-')
  const folder = path.resolve('node_modules/.cache/package-managers', name)
  try {
    if (!existsSync(folder)) await install(packages, folder)
  } catch (error) {
    if (process.env.CI === 'true') throw error
    return undefined
  }
  const commands = Object.entries(managers).map(([manager, facts]) => {
    const file = path.join(folder, 'node_modules', 'script' in facts ? facts.script : facts.program)
    return [manager, 'script' in facts ? `node ${file}` : file]
  })
  return Object.fromEntries(commands)
}

/** A folder under this name is whole: several test files may want it at once. */
async function install(packages: readonly string[], folder: string): Promise<void> {
  const made = `${folder}.${process.pid}`
  await mkdir(made, { recursive: true })
  await run('npm', ['install', '--no-audit', '--no-fund', '--prefix', made, ...packages])
  await rename(made, folder).catch(async (error: unknown) => {
    await rm(made, { recursive: true, force: true })
    if (!existsSync(folder)) throw error
  })
}
