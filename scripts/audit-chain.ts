import { createHash } from 'node:crypto'

/** A row of audit_events as it is read; `before` and `after` in PostgreSQL's own text of them. */
export interface ChainedEvent {
  id: bigint
  at: Date
  action: string
  actorId: number | null
  actorName: string
  address: string
  targetType: string
  targetId: number
  targetName: string
  projectId: number | null
  groupIds: number[] | null
  placePath: string
  before: string | null
  after: string | null
  previousHash: Buffer
  hash: Buffer
}

export interface ChainReport {
  /** How many events were read: all, or those up to the first flaw. */
  count: number
  last: ChainedEvent | undefined
  /** The first thing that is wrong, as a sentence that names its event. */
  flaw: string | undefined
  /** Whether an event has the hash that was asked for. */
  hasExpected: boolean
}

const beginning = Buffer.alloc(32)

/** Walks events, which come in the order of their numbers, until the first flaw; `expected` is a hash to look out for. */
export async function walkChain(
  events: AsyncIterable<ChainedEvent>,
  expected?: Buffer,
): Promise<ChainReport> {
  const report: ChainReport = { count: 0, last: undefined, flaw: undefined, hasExpected: false }
  for await (const [event, next] of withNext(events)) {
    report.flaw = findFlaw(report.last, event, next)
    if (report.flaw) return report
    report.count++
    report.last = event
    if (expected && event.hash.equals(expected)) report.hasExpected = true
  }
  return report
}

/**
 * SHA-256 over the hash before an event and its other columns: what the trigger computes in SQL, written a second time
 * and not shared with it. Each field is its length in bytes, `:`, its text and `;`, or `-;` for none.
 */
export function hashOf(event: ChainedEvent): Buffer {
  const fields = [
    event.id,
    event.at.getTime(),
    event.action,
    event.actorId,
    event.actorName,
    event.address,
    event.targetType,
    event.targetId,
    event.targetName,
    event.projectId,
    event.groupIds?.join(','),
    event.placePath,
    event.before,
    event.after,
  ]
  return createHash('sha256').update(event.previousHash).update(fields.map(serialise).join('')).digest()
}

function serialise(value: string | number | bigint | null | undefined): string {
  const text = value?.toString()
  return text === undefined ? '-;' : `${Buffer.byteLength(text)}:${text};`
}

/** What is wrong with an event that follows `previous`, which was found good; the one after it tells what happened. */
function findFlaw(
  previous: ChainedEvent | undefined,
  event: ChainedEvent,
  next: ChainedEvent | undefined,
): string | undefined {
  const before = previous?.hash ?? beginning
  const isIntact = hashOf(event).equals(event.hash)
  const isLinked = event.previousHash.equals(before)
  if (isLinked) return isIntact ? undefined : changed(event)
  if (next?.previousHash.equals(before)) {
    const haveSwapped = event.previousHash.equals(next.hash)
    return haveSwapped ? `Events ${event.id} and ${next.id} have changed places.` : inserted(event)
  }
  if (!isIntact) return next ? changed(event) : inserted(event)
  const firstMissing = (previous?.id ?? 0n) + 1n
  if (event.id > firstMissing) return missing(firstMissing, event.id - 1n)
  if (!previous) return changed(event)
  return `Event ${previous.id} was changed and hashed anew: event ${event.id} follows on another one.`
}

function changed({ id }: ChainedEvent): string {
  return `Event ${id} was changed: its hash is not that of what it says.`
}

function inserted({ id }: ChainedEvent): string {
  return `Event ${id} was inserted: it is no part of the chain.`
}

function missing(first: bigint, last: bigint): string {
  return first === last ? `Event ${first} is missing.` : `Events ${first} to ${last} are missing.`
}

/** Each with the one after it. */
async function* withNext<Item>(items: AsyncIterable<Item>): AsyncGenerator<[Item, Item | undefined]> {
  let held: Item | undefined
  for await (const item of items) {
    if (held !== undefined) yield [held, item]
    held = item
  }
  if (held !== undefined) yield [held, undefined]
}
