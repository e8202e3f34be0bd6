import type { Holder } from './holder'
import type { PersonalScope } from './personal-scope'
import type { Scope } from './scope'

/** A person, as far as a decision needs to know. */
export interface UserActor {
  kind: 'user'
  id: number
  username: string
  name: string
  isAdmin: boolean
  /** Signed in by a personal access token, which limits what they may; without it, by themselves. */
  token?: { id: number; name: string; scopes: readonly PersonalScope[] }
}

/** A live deploy token, as far as a decision needs to know; its creator never enters. */
export interface DeployTokenActor {
  kind: 'deploy-token'
  id: number
  name: string
  username: string
  scopes: readonly Scope[]
  holder: Holder
  /** Full path of the holder, to say what the token reaches. */
  holderPath: string
}

export interface Nobody {
  kind: 'nobody'
}

export type Actor = UserActor | DeployTokenActor | Nobody

/** Which user is meant, and by which of their tokens they came. */
export interface UserName {
  kind: 'user'
  id: number
  token?: { id: number }
}

/** Which actor is meant: enough to read again who that is now. */
export type ActorName = Nobody | { kind: 'deploy-token'; id: number } | UserName

export const nobody: Nobody = { kind: 'nobody' }
