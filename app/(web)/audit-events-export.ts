import type { Actor } from '@/lib/domain/actor'
import { type AuditEvent, auditFilter } from '@/lib/domain/audit-event'
import { type AuditExportFormat, auditExportFormats, auditWriters } from '@/lib/domain/audit-export'
import { isDomainError } from '@/lib/domain/error'
import type { HolderKind } from '@/lib/domain/holder'
import { exportAuditEvents } from '@/lib/services/audit/export-audit-events'
import type { NamedLog } from '@/lib/services/audit/open-audit-log'
import { pageActor } from './page-door'
import { fullPathIn, refuseDownload } from './route-door'

/** The project or group, by the segments of a catch-all; without one it is the instance's log. */
type Asked = { kind: HolderKind; segments: string[] } | undefined

/**
 * The events that the filters of an address select, as a file that is written while it is sent. 401 for nobody, and 404
 * for everybody who may not read the log.
 */
export async function answerAuditExport(request: Request, format: string, asked?: Asked): Promise<Response> {
  const known = auditExportFormats.find((name) => name === format)
  const named = asked && namedBy(asked)
  if (!known || (asked && !named)) return refuseDownload(404)
  const filter = auditFilter.parse(Object.fromEntries(new URL(request.url).searchParams))
  const events = await opened(await pageActor(), named, filter)
  if (typeof events === 'number') return refuseDownload(events)
  return new Response(streamOf(written(events, known)), {
    headers: {
      'Content-Type': auditWriters[known].contentType,
      'Content-Disposition': `attachment; filename="audit_events.${known}"`,
      'Cache-Control': 'no-store, private',
      'X-Content-Type-Options': 'nosniff',
    },
  })
}

async function opened(actor: Actor, ...wanted: [NamedLog, Parameters<typeof exportAuditEvents>[2]]) {
  try {
    return await exportAuditEvents(actor, ...wanted)
  } catch (error) {
    if (isDomainError(error, 'unauthenticated')) return 401
    if (isDomainError(error, 'not_found') || isDomainError(error, 'forbidden')) return 404
    throw error
  }
}

async function* written(batches: AsyncGenerator<AuditEvent[]>, format: AuditExportFormat) {
  const { head, body, tail } = auditWriters[format]
  const encoder = new TextEncoder()
  yield encoder.encode(head)
  let isFirst = true
  for await (const events of batches) {
    yield encoder.encode(body(events, isFirst))
    isFirst = false
  }
  yield encoder.encode(tail)
}

/** Reads on only when somebody wants more, and stops when nobody does. */
function streamOf(chunks: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = await chunks.next()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      async cancel() {
        await chunks.return(undefined)
      },
    },
    { highWaterMark: 0 },
  )
}

function namedBy({ kind, segments }: NonNullable<Asked>): NamedLog {
  const fullPath = fullPathIn(segments)
  return fullPath ? { kind, fullPath } : undefined
}
