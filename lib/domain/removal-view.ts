import type { DeployToken } from './deploy-token'
import { presentToken, type TokenView } from './token-view'

/** What a removal would leave behind, as plain data. */
export interface RemovalView {
  tokens: (TokenView & { holderPath: string })[]
  tokenCount: number
  belowCount: number
}

/** The removal as the dialog shows it at this moment. */
export function presentRemoval(
  preview: {
    tokens: { token: DeployToken; place: { fullPath: string } }[]
    tokenCount: number
    belowCount: number
  },
  now: Date,
): RemovalView {
  const { tokens, tokenCount, belowCount } = preview
  return {
    tokens: tokens.map(({ token, place }) => ({
      ...presentToken(token, now),
      holderPath: place.fullPath,
    })),
    tokenCount,
    belowCount,
  }
}
