import { redirect } from 'next/navigation'
import { AuditLog } from '@/components/audit/audit-log'
import { auditFilter, auditQuery } from '@/lib/domain/audit-event'
import { presentAuditEvent } from '@/lib/domain/audit-view'
import { listAuditEvents } from '@/lib/services/audit/list-audit-events'
import type { NamedLog } from '@/lib/services/audit/open-audit-log'
import { Frame } from './frame'
import { pageActor, shown } from './page-door'

interface AuditEventsProps {
  /** The project or group whose log it is; without one, the instance's. */
  named?: NamedLog
  query: Record<string, string | string[] | undefined>
}

/** The audit events of a project, of a group and all below it, or of the instance. */
export async function AuditEvents({ named, query }: AuditEventsProps) {
  const path = pathOf(named)
  const asked = auditQuery.parse(query)
  const actor = await pageActor()
  const { holder, events, hasNewer, hasOlder } = await shown(listAuditEvents(actor, named, asked), path)
  if (holder && holder.fullPath !== named?.fullPath) redirect(pathOf(holder))
  return (
    <Frame
      actor={actor}
      inside={holder}
      area={holder ? undefined : 'admin'}
      here={path}
      breadcrumbs={[{ label: 'Audit events' }]}
    >
      <AuditLog
        path={path}
        title="Audit events"
        description={descriptions[holder?.kind ?? 'instance']}
        filter={auditFilter.parse(query)}
        events={events.map(presentAuditEvent)}
        hasNewer={hasNewer}
        hasOlder={hasOlder}
      />
    </Frame>
  )
}

const descriptions = {
  project: 'What was changed in this project, by whom and from where.',
  group: 'What was changed in this group and in everything below it, by whom and from where.',
  instance: 'What was changed in this instance, by whom and from where.',
}

function pathOf(log: NamedLog): string {
  if (!log) return '/admin/audit_events'
  return `${log.kind === 'group' ? '/groups' : ''}/${log.fullPath}/-/audit_events`
}
