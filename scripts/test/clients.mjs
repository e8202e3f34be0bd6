import { existsSync } from 'node:fs'
import path from 'node:path'
import { chromium } from '@playwright/test'

const systemBrowsers = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/**
 * True when a program the tests drive is installed: `test.skipIf(!hasClient('git'))`. With CI=true nothing may be
 * skipped for want of one, so there a missing program is an error.
 * @param {string} name
 */
export function hasClient(name) {
  const found = name === 'chromium' ? findChromium() : findProgram(name)
  if (!found && process.env.CI === 'true')
    throw new Error(`${name} is not installed, and nothing is skipped in CI.`)
  return found !== undefined
}

/** The browser to drive: PLAYWRIGHT_CHROMIUM, else the one Playwright has downloaded, else the system's. */
export function findChromium() {
  if (process.env.PLAYWRIGHT_CHROMIUM) return process.env.PLAYWRIGHT_CHROMIUM
  if (existsSync(chromium.executablePath())) return chromium.executablePath()
  return systemBrowsers.map(findProgram).find(Boolean)
}

function findProgram(name) {
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file))
}
