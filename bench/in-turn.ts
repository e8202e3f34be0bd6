import { median, ratios, spread } from './statistics'
import { factor, type Row, seconds } from './table'

/** A registry, and how long each step took there in each round, in milliseconds. */
export interface Timed<Step extends string> {
  name: string
  times: Record<Step, number[]>
}

/** Runs each registry once a round, and each round begins with another; round 0 is not counted. */
export async function runInTurn<Step extends string, Registry extends Timed<Step>>(
  registries: readonly Registry[],
  rounds: number,
  run: (registry: Registry, round: number) => Promise<Record<Step, number>>,
): Promise<void> {
  for (let round = 0; round <= rounds; round++) {
    for (const one of round % 2 === 0 ? registries : registries.toReversed()) {
      const taken = await run(one, round)
      if (round > 0) for (const step in taken) one.times[step].push(taken[step])
    }
    process.stdout.write(`  round ${round} of ${rounds}\n`)
  }
}

/** What each step took in each registry, and how ours compares with the other where there is one. */
export function rowsOf<Step extends string>(
  steps: readonly Step[],
  ours: Timed<Step>,
  theirs: Timed<Step> | undefined,
): Row[] {
  const registries = theirs ? [ours, theirs] : [ours]
  return [
    ...steps.flatMap((step) => registries.map((one) => rowOf(one, step))),
    ...(theirs ? steps.map((step) => ratioOf(ours, theirs, step)) : []),
  ]
}

function rowOf<Step extends string>({ name, times }: Timed<Step>, step: Step): Row {
  return {
    what: `${step}, ${name}`,
    measured: seconds(median(times[step])),
    spread: spread(times[step], seconds),
  }
}

function ratioOf<Step extends string>(ours: Timed<Step>, theirs: Timed<Step>, step: Step): Row {
  const ratio = median(theirs.times[step]) / median(ours.times[step])
  return {
    what: `${step}, ${theirs.name.split(' ')[0]}'s time / Latchkey's`,
    measured: factor(ratio),
    spread: spread(ratios(theirs.times[step], ours.times[step]), factor),
    aim: { text: '≥ 1.00', isMet: ratio >= 1 },
  }
}
