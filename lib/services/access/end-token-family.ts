import { insertAuditEvent } from '@/lib/data/audit-events'
import { transaction } from '@/lib/data/client'
import { type PresentedPersonalToken, revokeFamily } from '@/lib/data/personal-access-tokens'

/** Who is named in the audit log where nobody asked for it. */
const watch = 'token reuse detection'

/**
 * Ends every live token that followed on a rotated one which was used again from this address, as GitLab does: either
 * the new value or the old one is with somebody else. https://docs.gitlab.com/api/personal_access_tokens/#automatic-reuse-detection
 */
export async function endTokenFamily(
  { token, username }: PresentedPersonalToken['actor'],
  address: string,
): Promise<void> {
  await transaction(async (tx) => {
    for (const ended of await revokeFamily(tx, token.id)) {
      await insertAuditEvent(tx, {
        action: 'personal_access_token_revoked',
        doer: { id: null, username: watch, address },
        target: { type: 'personal_access_token', ...ended },
        after: { user: username, reason: `the rotated token ${token.id} was used again` },
      })
    }
  })
}
