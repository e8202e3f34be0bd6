import { buttonClass } from '@/components/ui/button-class'
import { Icon } from '@/components/ui/icon'
import { LinkButton } from '@/components/ui/link-button'
import { RelativeTime } from '@/components/ui/relative-time'
import { Table, type TableColumn } from '@/components/ui/table'
import type { AuditFilter } from '@/lib/domain/audit-event'
import { auditExportFormats } from '@/lib/domain/audit-export'
import type { AuditEventView } from '@/lib/domain/audit-view'
import { AuditDetails } from './audit-details'
import { AuditFilters } from './audit-filters'

interface AuditLogProps {
  /** Where the log stands, for its filters, pages and exports. */
  path: string
  title: string
  description: string
  filter: AuditFilter
  events: AuditEventView[]
  hasNewer: boolean
  hasOlder: boolean
}

/** What happened, the newest first, with filters, exports and pages; works without scripts. */
export function AuditLog({ path, title, description, filter, events, hasNewer, hasOlder }: AuditLogProps) {
  const isFiltered = Object.values(filter).some((value) => value !== undefined)
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-start gap-2">
        <div className="min-w-0 grow">
          <h1 className="text-gl-h1">{title}</h1>
          <p className="mt-1 text-gl-subtle">{description}</p>
        </div>
        {auditExportFormats.map((format) => (
          <a key={format} href={addressOf(`${path}.${format}`, filter)} download className={buttonClass({})}>
            <Icon name="download" />
            Export as {format.toUpperCase()}
          </a>
        ))}
      </div>
      <AuditFilters path={path} filter={filter} isFiltered={isFiltered} />
      {events.length === 0 ? (
        <p className="py-4 text-gl-subtle">
          {isFiltered ? 'No audit events match your filters.' : 'There are no audit events yet.'}
        </p>
      ) : (
        <Table
          caption="Audit events"
          columns={columns}
          rows={events}
          rowKey={(event) => event.id}
          detail={(event) => <AuditDetails event={event} />}
        />
      )}
      <Pages path={path} filter={filter} events={events} hasNewer={hasNewer} hasOlder={hasOlder} />
    </div>
  )
}

const columns: TableColumn<AuditEventView>[] = [
  { key: 'at', header: 'Date', cell: ({ at }) => <RelativeTime value={at} /> },
  { key: 'author', header: 'Author', freeText: true, cell: ({ author }) => <bdi>{author}</bdi> },
  { key: 'action', header: 'Event', cell: ({ action }) => <span className="font-semibold">{action}</span> },
  {
    key: 'target',
    header: 'Target',
    freeText: true,
    cell: ({ targetType, target }) => (
      <span>
        <bdi>{target}</bdi>
        <span className="block text-sm text-gl-subtle">{targetType}</span>
      </span>
    ),
  },
  { key: 'place', header: 'Place', freeText: true, cell: ({ place }) => <bdi>{place || 'Instance'}</bdi> },
  {
    key: 'address',
    header: 'IP address',
    cell: ({ address }) => <span className="font-mono text-sm">{address}</span>,
  },
]

type PagesProps = Pick<AuditLogProps, 'path' | 'filter' | 'events' | 'hasNewer' | 'hasOlder'>

/** By event, not by number: what is added meanwhile moves nothing from one page to the next. */
function Pages({ path, filter, events, hasNewer, hasOlder }: PagesProps) {
  const [first, last] = [events[0], events.at(-1)]
  if (!hasNewer && !hasOlder) return null
  return (
    <nav aria-label="Pages of audit events" className="flex flex-wrap justify-center gap-2">
      {hasNewer ? (
        <>
          <LinkButton href={addressOf(path, filter)} prefetch={false}>
            Newest
          </LinkButton>
          {first ? (
            <LinkButton
              href={addressOf(path, { ...filter, newer_than: first.id })}
              icon="chevron-left"
              prefetch={false}
            >
              Newer
            </LinkButton>
          ) : null}
        </>
      ) : null}
      {hasOlder && last ? (
        <LinkButton href={addressOf(path, { ...filter, older_than: last.id })} prefetch={false}>
          Older
          <Icon name="chevron-right" />
        </LinkButton>
      ) : null}
    </nav>
  )
}

function addressOf(path: string, query: Record<string, string | number | undefined>): string {
  const known = Object.entries(query).filter(
    (pair): pair is [string, string | number] => pair[1] !== undefined,
  )
  const search = new URLSearchParams(known.map(([name, value]) => [name, String(value)])).toString()
  return search ? `${path}?${search}` : path
}
