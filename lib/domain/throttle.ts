/** How many failures in how long, and what follows. GitLab's numbers, but here a success forgives nothing. */
export interface Limit {
  failuresMax: number
  windowSeconds: number
  /** The first block; each further one is twice as long, up to an hour. */
  blockSeconds: number
}

export const blockSecondsMax = 3600

/** Any bad credentials from one address, at any door. */
export const addressLimit: Limit = { failuresMax: 30, windowSeconds: 180, blockSeconds: 60 }
/** One login tried from one address: others, and the owner elsewhere, are not locked out. */
export const loginLimit: Limit = { failuresMax: 10, windowSeconds: 600, blockSeconds: 600 }
/** Accounts that one address asks for, made or not: enough for a class of pupils behind one, no more. */
export const signUpLimit: Limit = { failuresMax: 30, windowSeconds: 3600, blockSeconds: 600 }
/** No address fails more often than this in an hour, however it spreads its tries. */
export const failuresPerHourMax = 600

/** What counts as one address: an IPv4 address, or the /64 that one IPv6 customer is given (RFC 6177). */
export function networkOf(address: string): string {
  const plain = address
    .toLowerCase()
    .replace(/^::ffff:(?=\d+\.)/, '')
    .replace(/%.*$/, '')
  if (!plain.includes(':')) return plain
  const [head = '', tail = ''] = plain.split('::')
  const left = head.split(':').filter(Boolean)
  const right = tail.split(':').filter(Boolean)
  const missing = plain.includes('::') ? 8 - left.length - right.length : 0
  const groups = [...left, ...Array<string>(Math.max(0, missing)).fill('0'), ...right]
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}
