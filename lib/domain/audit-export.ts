import type { AuditEvent } from './audit-event'

export const auditExportFormats = ['csv', 'json'] as const
export type AuditExportFormat = (typeof auditExportFormats)[number]

const columns = [
  'id',
  'created_at',
  'author_id',
  'author',
  'action',
  'target_type',
  'target_id',
  'target',
  'place',
  'address',
  'before',
  'after',
  'hash',
] as const

type Exported = Record<(typeof columns)[number], unknown>

interface Writer {
  contentType: string
  head: string
  /** The text of some events; `isFirst` where none came before. */
  body: (events: readonly AuditEvent[], isFirst: boolean) => string
  tail: string
}

/**
 * A spreadsheet takes a cell that begins like this for a formula, and runs it; an apostrophe makes it text again.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
const formula = /^[=+\-@\t\r]/

/** How events are written, batch by batch: CSV (RFC 4180) with a heading, or one JSON array. */
export const auditWriters = {
  csv: {
    contentType: 'text/csv; charset=utf-8; header=present',
    head: csvLine(columns),
    body: (events) => events.map((event) => csvLine(Object.values(exported(event)))).join(''),
    tail: '',
  },
  json: {
    contentType: 'application/json; charset=utf-8',
    head: '[',
    body: (events, isFirst) =>
      events
        .map((event, i) => `${isFirst && i === 0 ? '' : ','}\n${JSON.stringify(exported(event))}`)
        .join(''),
    tail: '\n]\n',
  },
} as const satisfies Record<AuditExportFormat, Writer>

function exported({ author, target, ...event }: AuditEvent): Exported {
  return {
    id: event.id,
    created_at: event.at.toISOString(),
    author_id: author.id,
    author: author.username,
    action: event.action,
    target_type: target.type,
    target_id: target.id,
    target: target.name,
    place: event.placePath,
    address: event.address,
    before: event.before,
    after: event.after,
    hash: event.hash,
  }
}

/** One line of CSV: numbers as they are, facts as JSON, nothing for null. */
export function csvLine(cells: readonly unknown[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`
}

function csvCell(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return String(value)
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const safe = formula.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
