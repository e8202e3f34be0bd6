import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  administrator,
  makeGroup,
  makePersonalToken,
  makeProject,
  makeToken,
  makeUser,
} from '@/e2e/support/fixtures'
import { type MachineRequest, send } from '@/e2e/support/machine-request'
import { packagesOf } from '@/e2e/support/package-formats'
import type { Project } from '@/lib/domain/project'
import { updateSettings } from '@/lib/services/instance/update-settings'

let project: Project
let writer: [string, string]

beforeAll(() => void vi.useFakeTimers({ toFake: ['performance'] }))
beforeEach(async () => {
  const visibility = 'public'
  project = await makeProject(await makeGroup(undefined, { visibility }), { visibility })
  writer = await newWriter()
  await allow(5)
})
afterAll(() => void vi.useRealTimers())

async function newWriter(): Promise<[string, string]> {
  return ['Deploy-Token', (await makeToken(project, { scopes: ['write_package_registry'] })).secret]
}

/** From now on so many in a minute; it is known by the next second. */
async function allow(packageRequestsPerMinuteMax: number) {
  await updateSettings(await administrator(), { packageRequestsPerMinuteMax }, '192.0.2.1')
  vi.advanceTimersByTime(1001)
}

function ask(request: MachineRequest) {
  return send(`${packagesOf(project)}generic/app/1.0/none`, request)
}

async function askTimes(times: number, request: MachineRequest): Promise<number[]> {
  const statuses: number[] = []
  for (let time = 0; time < times; time++) statuses.push((await ask(request)).status)
  return statuses
}

describe('of five requests a minute', () => {
  test('the sixth is refused unread, in whatever format, and served in the next minute', async () => {
    expect(await askTimes(5, { headers: [writer] })).toEqual(Array(5).fill(404))
    vi.advanceTimersByTime(10_000)
    const answer = await ask({ headers: [writer] })
    expect([answer.status, await answer.json()]).toEqual([
      429,
      { message: 'Retry later', error: 'Retry later' },
    ])
    const seconds = Number(answer.headers.get('retry-after'))
    expect(seconds).toBeGreaterThan(0)
    expect(seconds).toBeLessThanOrEqual(50)

    let hasBeenRead = false
    const pull = () => {
      hasBeenRead = true
    }
    const body = new ReadableStream({ pull }, { highWaterMark: 0 })
    const npm = { method: 'PUT', headers: [writer], body }
    expect((await send(`${packagesOf(project)}npm/app`, npm)).status).toBe(429)
    expect(hasBeenRead).toBe(false)

    vi.advanceTimersByTime((seconds - 1) * 1000)
    expect(await askTimes(1, { headers: [writer] })).toEqual([429])
    vi.advanceTimersByTime(1000)
    expect(await askTimes(6, { headers: [writer] })).toEqual([...Array(5).fill(404), 429])
  })

  test('another token has its own', async () => {
    expect(await askTimes(6, { headers: [writer] })).toContain(429)
    expect(await askTimes(5, { headers: [await newWriter()] })).not.toContain(429)
  })

  test('a user has as many, whichever of their tokens they come with', async () => {
    const user = await makeUser()
    const [one, other] = await Promise.all([makePersonalToken(user), makePersonalToken(user)])
    const from = ({ secret }: { secret: string }) => ({
      headers: [['Private-Token', secret]] as [string, string][],
    })
    expect(await askTimes(5, from(one))).not.toContain(429)
    expect(await askTimes(1, from(other))).toEqual([429])
  })

  test('nobody has as many from one network, and takes none from who is known there', async () => {
    const from = (host: string) => ({ address: `2001:db8:0:7::${host}` })
    expect(await askTimes(5, from('1'))).not.toContain(429)
    expect(await askTimes(1, from('2'))).toEqual([429])
    expect(await askTimes(1, { address: '2001:db8:0:8::1' })).not.toContain(429)
    expect(await askTimes(1, { ...from('1'), headers: [writer] })).not.toContain(429)
  })
})

test('nothing is counted while nothing is set', async () => {
  await allow(0)
  expect(await askTimes(10, { headers: [writer] })).not.toContain(429)
  await allow(5)
  expect(await askTimes(6, { headers: [writer] })).toEqual([...Array(5).fill(404), 429])
})
