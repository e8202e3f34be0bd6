import path from 'node:path'
import { generateRepository } from './generated-repository'
import { timeGit } from './git-client'
import { forgetPeak, gitMemoryOf, residentOf } from './process-tree'
import { demoProject, rootPassword, type ServerUnderTest, startServer } from './server-under-test'
import type { Sizes } from './sizes'
import { megabytes, type Part, type Row, seconds } from './table'
import { makeFolder } from './workspace'

interface Transfer {
  milliseconds: number
  before: number
  /** Of the server's own process, by the kernel's account. */
  peak: number
  /** Of all git processes at once, looked at ten times a second. */
  gitPeak: number
}

const growthMegabytesMax = 100
const lookEveryMilliseconds = 100

/** A large push and a large clone: how far the server's memory rises above what it was. */
export async function measureMemory({ memory: sizes }: Sizes): Promise<Part> {
  const source = path.join(makeFolder('source'), 'large.git')
  await generateRepository(source, sizes)
  await using server = await startServer()
  const url = `http://root:${rootPassword}@127.0.0.1:${server.port}/${demoProject}.git`
  const size = megabytes(sizes.blobs * sizes.bytesPerBlob)
  // the first request of all pays for password hashing and loaded code: that is not the transfer's
  await timeGit('ls-remote', '--quiet', url)
  const push = await watch(server, () =>
    timeGit(`--git-dir=${source}`, 'push', '--quiet', url, 'main:refs/heads/large'),
  )
  const target = makeFolder('target')
  const clone = await watch(server, () =>
    timeGit('clone', '--bare', '--quiet', '--single-branch', '--branch=large', url, target),
  )
  return {
    title: `memory during ${size}`,
    rows: [...rowsOf(`push of ${size}`, push), ...rowsOf(`clone of ${size}`, clone)],
    notes: [
      'The server is its own process, whose highest resident memory the kernel keeps; git is what all its git processes hold for themselves, mapped packs not counted.',
      'One push and one clone: these are measurements of a bound, not of an average.',
    ],
  }
}

async function watch({ pid }: ServerUnderTest, act: () => Promise<number>): Promise<Transfer> {
  forgetPeak(pid)
  const { now: before } = residentOf(pid)
  let gitPeak = 0
  const look = setInterval(() => {
    gitPeak = Math.max(gitPeak, gitMemoryOf(pid))
  }, lookEveryMilliseconds)
  try {
    const milliseconds = await act()
    return { milliseconds, before, peak: residentOf(pid).peak, gitPeak }
  } finally {
    clearInterval(look)
  }
}

function rowsOf(what: string, { milliseconds, before, peak, gitPeak }: Transfer): Row[] {
  const growth = peak - before
  const aim = { text: `+ ${growthMegabytesMax} MB at most`, isMet: growth <= growthMegabytesMax * 1e6 }
  return [
    {
      what: `${what}: server before → peak`,
      measured: `${megabytes(before)} → ${megabytes(peak)} (+ ${megabytes(growth)})`,
      aim,
    },
    {
      what: `${what}: git beside it, and how long`,
      measured: `${megabytes(gitPeak)}, ${seconds(milliseconds)}`,
    },
  ]
}
