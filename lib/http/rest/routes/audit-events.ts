import { z } from '@hono/zod-openapi'
import type { HolderKind } from '@/lib/domain/holder'
import { endpoint, list, type Rest } from '@/lib/http/rest/endpoint'
import { holderOf, instantText, placeId, rowId } from '@/lib/http/rest/parameters'
import { nothingThere } from '@/lib/http/rest/refusals'
import { auditEventView, presentAuditEvent } from '@/lib/http/rest/views/present-audit-event'
import { administrator, signedIn } from '@/lib/http/rest/who'
import { findAuditEvent } from '@/lib/services/audit/find-audit-event'
import { pageAuditEvents } from '@/lib/services/audit/page-audit-events'

const query = z.object({ created_after: instantText.optional(), created_before: instantText.optional() })
const common = { method: 'get', answer: auditEventView } as const

/** GitLab's audit events API: https://docs.gitlab.com/api/audit_events/ */
export function addAuditEvents(rest: Rest): void {
  list(
    rest,
    {
      ...common,
      path: '/audit_events',
      summary: 'What happened in the instance, the newest first',
      who: administrator,
      query,
    },
    async ({ actor, query }, page) =>
      presentPage(await pageAuditEvents(actor, searchOf(undefined, query), page)),
  )
  endpoint(
    rest,
    {
      ...common,
      path: '/audit_events/{audit_event_id}',
      summary: 'One event of the instance',
      who: administrator,
      params: z.object({ audit_event_id: rowId }),
    },
    async ({ actor, params: { audit_event_id } }) =>
      presentFound(await findAuditEvent(actor, { log: undefined, eventId: audit_event_id })),
  )
  addHolder(rest, 'project')
  addHolder(rest, 'group')
}

function addHolder(rest: Rest, kind: HolderKind): void {
  const place = kind === 'project' ? 'Project' : 'Group'
  const path = `/${kind}s/{id}/audit_events`
  list(
    rest,
    {
      ...common,
      path,
      summary: kind === 'project' ? 'What happened in a project' : 'What happened in a group and below it',
      who: signedIn,
      place,
      params: z.object({ id: placeId }),
      query,
    },
    async ({ actor, params: { id }, query }, page) =>
      presentPage(await pageAuditEvents(actor, searchOf(holderOf(kind, id), query), page)),
  )
  endpoint(
    rest,
    {
      ...common,
      path: `${path}/{audit_event_id}`,
      summary: `One event of a ${kind}`,
      who: signedIn,
      place,
      params: z.object({ id: placeId, audit_event_id: rowId }),
    },
    async ({ actor, params: { id, audit_event_id } }) =>
      presentFound(await findAuditEvent(actor, { log: holderOf(kind, id), eventId: audit_event_id })),
  )
}

function searchOf(
  log: ReturnType<typeof holderOf> | undefined,
  query: { created_after?: Date; created_before?: Date },
) {
  return { log, span: { after: query.created_after, before: query.created_before } }
}

function presentPage({ items, total }: Awaited<ReturnType<typeof pageAuditEvents>>) {
  return { items: items.map(presentAuditEvent), total }
}

function presentFound(found: Awaited<ReturnType<typeof findAuditEvent>>) {
  if (!found) throw nothingThere('404 Audit Event Not Found')
  return presentAuditEvent(found)
}
