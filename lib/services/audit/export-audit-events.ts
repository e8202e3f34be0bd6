import { listAuditEvents } from '@/lib/data/audit-events'
import type { Actor } from '@/lib/domain/actor'
import type { AuditEvent, AuditFilter } from '@/lib/domain/audit-event'
import { type NamedLog, openAuditLog } from './open-audit-log'

const batchRows = 1000

/**
 * All events that a filter selects, the newest first, in batches of at most 1,000 that are read as they are wanted. Errors:
 * those of `openAuditLog`, before the first batch or, where the actor may no longer read the log, before a later one.
 */
export async function exportAuditEvents(
  actor: Actor,
  named: NamedLog,
  filter: AuditFilter,
): Promise<AsyncGenerator<AuditEvent[]>> {
  const holder = await openAuditLog(actor, named)
  return batches(holder)

  async function* batches(log: typeof holder): AsyncGenerator<AuditEvent[]> {
    for (let last: number | undefined; ; ) {
      const events = await listAuditEvents(log, { ...filter, older_than: last }, batchRows)
      if (events.length > 0) yield events
      if (events.length < batchRows) return
      last = events.at(-1)?.id
      await openAuditLog(actor, named)
    }
  }
}
