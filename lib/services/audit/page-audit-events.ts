import { type AuditRecord, findAuditPage } from '@/lib/data/audit-event-pages'
import type { Actor } from '@/lib/domain/actor'
import type { AuditSpan } from '@/lib/domain/audit-event'
import type { HolderName } from '@/lib/domain/holder'
import type { Page, PageWish } from '@/lib/domain/page'
import { openAuditLog } from './open-audit-log'

/** One numbered page of a log, the newest first. Errors: those of `openAuditLog`. */
export async function pageAuditEvents(
  actor: Actor,
  { log, span }: { log: HolderName | undefined; span: AuditSpan },
  page: PageWish,
): Promise<Page<AuditRecord>> {
  return findAuditPage(await openAuditLog(actor, log), span, page)
}
