import type { Actor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import { RequestWindow } from '@/lib/domain/request-window'
import { networkOf } from '@/lib/domain/throttle'
import { recentSettings } from '@/lib/services/instance/recent-settings'

const window = new RequestWindow()

/**
 * Lets a request pass unless its sender has had as many in this minute as an administrator allows; where nothing is set none is
 * counted. Error: `rate_limited`, in GitLab's words: https://docs.gitlab.com/administration/settings/user_and_ip_rate_limits/
 */
export async function limitRequests(actor: Actor, address: string): Promise<void> {
  const { packageRequestsPerMinuteMax } = await recentSettings()
  if (packageRequestsPerMinuteMax === 0) return
  const sender = senderOf(actor, address)
  const retryAfterSeconds = window.count(sender, packageRequestsPerMinuteMax, performance.now())
  if (retryAfterSeconds !== undefined)
    throw new DomainError('rate_limited', 'Retry later', { retryAfterSeconds })
}

/** However many personal access tokens a user has, they are one. */
function senderOf(actor: Actor, address: string): string {
  return actor.kind === 'nobody' ? networkOf(address) : `${actor.kind} ${actor.id}`
}
