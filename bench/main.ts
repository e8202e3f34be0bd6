import fs from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { measureClone } from './clone'
import { measureInfoRefs } from './info-refs'
import { cpuBusyShare, describeMachine } from './machine'
import { measureMemory } from './memory'
import { measurePackageLists } from './package-lists'
import { measurePackages } from './packages'
import { measureRegistry } from './registry'
import { measureRest } from './rest'
import { measureSettingsPage } from './settings-page'
import { fullSizes, quickSizes, type Sizes } from './sizes'
import { measureStartUp } from './start-up'
import { type Part, toMarkdown } from './table'
import { closeAll } from './workspace'

const parts = {
  clone: measureClone,
  'info-refs': measureInfoRefs,
  registry: measureRegistry,
  rest: measureRest,
  'settings-page': measureSettingsPage,
  'start-up': measureStartUp,
  memory: measureMemory,
  packages: measurePackages,
  'package-lists': measurePackageLists,
} as const satisfies Record<string, (sizes: Sizes) => Promise<Part>>

const looksMilliseconds = 2000
const resultsFolder = path.resolve(import.meta.dirname, 'results')

/** Runs the named parts, or all, one after the other; prints one table and keeps it in bench/results. */
export async function bench(words: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: { quick: { type: 'boolean', default: false } },
  })
  const names = positionals.length > 0 ? positionals : Object.keys(parts)
  const unknown = names.find((name) => !isPart(name))
  if (unknown) throw new Error(`There is no part ${unknown}; there are: ${Object.keys(parts).join(', ')}.`)
  process.once('SIGINT', () => giveUp(130)).once('SIGTERM', () => giveUp(143))
  process.once('uncaughtException', (error) => {
    console.error(error)
    giveUp(1)
  })
  try {
    const measured = await measureAll(names.filter(isPart), values.quick ? quickSizes : fullSizes)
    keep(toMarkdown({ title: titleOf(values.quick), machine: await describeMachine(), parts: measured }))
  } finally {
    await closeAll()
  }
}

async function measureAll(names: (keyof typeof parts)[], sizes: Sizes): Promise<Part[]> {
  const measured: Part[] = []
  for (const name of names) {
    process.stdout.write(`\n${name}\n`)
    const before = await cpuBusyShare(looksMilliseconds)
    const part = await parts[name](sizes)
    const after = await cpuBusyShare(looksMilliseconds)
    measured.push({ ...part, notes: [...part.notes, noiseOf(before, after)] })
  }
  return measured
}

function noiseOf(before: number, after: number): string {
  const percent = (share: number) => `${Math.round(share * 100)} %`
  return `Other programs kept the processors ${percent(before)} busy just before and ${percent(after)} just after.`
}

function isPart(name: string): name is keyof typeof parts {
  return Object.hasOwn(parts, name)
}

function titleOf(isQuick: boolean): string {
  const date = new Date().toISOString().slice(0, 16).replace('T', ' ')
  return `Bench of ${date} UTC${isQuick ? ' (quick: it only shows that the bench runs)' : ''}`
}

function keep(markdown: string): void {
  fs.mkdirSync(resultsFolder, { recursive: true })
  const name = `${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.md`
  fs.writeFileSync(path.join(resultsFolder, name), markdown)
  process.stdout.write(`\n${markdown}\nKept in bench/results/${name}\n`)
}

/** Leaves nothing behind, neither servers nor folders. */
async function giveUp(exitCode: number): Promise<void> {
  await closeAll()
  process.exit(exitCode)
}
