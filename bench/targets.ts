import { answeredUnderLoad, type Load } from './load'
import { cpuSecondsOf } from './process-tree'
import { median, spread } from './statistics'
import { count, milliseconds, type Row } from './table'

/** A server that answers the same request as others, and what each round found. */
export interface Target {
  name: string
  port: number
  /** Where it answers elsewhere than the others. */
  path?: string
  authorizations: string[]
  /** The processes that work for it: their trees, PostgreSQL and git included. */
  pids: number[]
  perSecond: number[]
  cpuMilliseconds: number[]
}

/** How much is measured. */
export interface Rounds {
  rounds: number
  secondsPerRound: number
  connections: number
}

export function newRounds(): Pick<Target, 'perSecond' | 'cpuMilliseconds'> {
  return { perSecond: [], cpuMilliseconds: [] }
}

/** Every target once a round, each round beginning with another; the first round warms up and is not counted. */
export async function runRounds(
  targets: Target[],
  asked: Pick<Load, 'path' | 'headers'>,
  { rounds, secondsPerRound, connections }: Rounds,
): Promise<void> {
  for (let round = 0; round <= rounds; round++) {
    const first = round % targets.length
    for (const target of [...targets.slice(first), ...targets.slice(0, first)]) {
      const cpuBefore = cpuOf(target)
      const load = { ...asked, ...target, connections, seconds: secondsPerRound }
      const { answered, seconds } = await answeredUnderLoad(load)
      if (round === 0) continue
      target.perSecond.push(answered / seconds)
      target.cpuMilliseconds.push(((cpuOf(target) - cpuBefore) * 1000) / answered)
    }
    process.stdout.write(`  round ${round} of ${rounds}\n`)
  }
}

function cpuOf({ pids }: Target): number {
  return pids.reduce((sum, pid) => sum + cpuSecondsOf(pid), 0)
}

export function rowOf({ name, perSecond, cpuMilliseconds }: Target): Row {
  return {
    what: name,
    measured: `${count(median(perSecond))} / s, ${milliseconds(median(cpuMilliseconds))} of processor each`,
    spread: `${spread(perSecond, count)} / s`,
  }
}
