import type { Ability } from '@/lib/domain/ability'

/** git's two services of the smart protocol (gitprotocol-http), and what each of them takes. */
export const packServices = {
  'git-upload-pack': { verb: 'upload-pack', ability: 'download_code', secondsMax: 3600 },
  'git-receive-pack': { verb: 'receive-pack', ability: 'push_code', secondsMax: 1800 },
} as const satisfies Record<string, { verb: string; ability: Ability; secondsMax: number }>

export type PackService = keyof typeof packServices

export function isPackService(name: string): name is PackService {
  return Object.hasOwn(packServices, name)
}

/** What a client asks of a repository, whichever part of the exchange it is. */
export interface PackRequest {
  fullPath: string
  service: PackService
  /** The client's Git-Protocol, if any. */
  protocol: string | undefined
  /** Called when an answer that has begun cannot be finished. */
  onBreak: () => void
  /** Aborted when the client goes. */
  signal: AbortSignal
}
