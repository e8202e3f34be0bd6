import { type AuditRecord, findAuditRecord } from '@/lib/data/audit-event-pages'
import type { Actor } from '@/lib/domain/actor'
import type { HolderName } from '@/lib/domain/holder'
import { openAuditLog } from './open-audit-log'

/** One event of a log by its number; undefined: none there has it. Errors: those of `openAuditLog`. */
export async function findAuditEvent(
  actor: Actor,
  { log, eventId }: { log: HolderName | undefined; eventId: number },
): Promise<AuditRecord | undefined> {
  const holder = await openAuditLog(actor, log)
  return Number.isSafeInteger(eventId) ? findAuditRecord(holder, eventId) : undefined
}
