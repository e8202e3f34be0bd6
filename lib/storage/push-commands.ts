import { DomainError } from '@/lib/domain/error'

const commandsMax = 10_000
const nameBytesMax = 1024
/** `git checkout <id>` would take a branch of that name for the commit, or the other way round. */
const looksLikeCommit = /^refs\/(?:heads|tags)\/(?:[0-9a-f]{40}|[0-9a-f]{64})$/

/**
 * Reads along what a push asks for: `<old id> <new id> <name>` in packets up to a flush packet (gitprotocol-pack,
 * "Reference Update Request"). Given the body chunk by chunk; after the flush packet it looks at nothing. Error:
 * `invalid` for too many commands, too long a name, and a name that reads as a commit's id.
 */
export function pushInspector(): (chunk: Uint8Array) => void {
  let rest = Buffer.alloc(0)
  let commands = 0
  let isOver = false
  return (chunk) => {
    if (isOver) return
    rest = Buffer.concat([rest, chunk])
    for (let packet = takePacket(rest); packet && !isOver; packet = takePacket(rest)) {
      rest = rest.subarray(packet.length)
      isOver = packet.isLast
      if (!isOver && ++commands > commandsMax)
        throw refusal(`More than ${commandsMax} branches and tags at once.`)
      checkName(packet.line)
    }
    if (isOver) rest = Buffer.alloc(0)
  }
}

interface Packet {
  line: string
  length: number
  /** A flush packet, or no packet at all, of which git itself will complain. */
  isLast: boolean
}

/** The packet that the bytes begin with; undefined while it is not complete. */
function takePacket(bytes: Buffer): Packet | undefined {
  if (bytes.length < 4) return undefined
  const digits = bytes.toString('latin1', 0, 4)
  const length = /^[0-9a-f]{4}$/i.test(digits) ? Number.parseInt(digits, 16) : 0
  if (length < 4) return { line: '', length: 4, isLast: true }
  if (bytes.length < length) return undefined
  return { line: bytes.toString('utf8', 4, length), length, isLast: false }
}

function checkName(line: string): void {
  const [, change = '', name = ''] = /^([0-9a-f]+ [0-9a-f]+) ([^\0\n]*)/.exec(line) ?? []
  if (Buffer.byteLength(name) > nameBytesMax)
    throw refusal('The name of a branch or tag is longer than 1024 bytes.')
  const isDeletion = / 0+$/.test(change)
  if (looksLikeCommit.test(name) && !isDeletion)
    throw refusal('A branch or tag cannot have the id of a commit as its name.')
}

function refusal(message: string): DomainError {
  return new DomainError('invalid', message)
}
