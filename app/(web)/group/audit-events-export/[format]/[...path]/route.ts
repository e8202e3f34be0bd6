import { answerAuditExport } from '@/app/(web)/audit-events-export'

type Context = RouteContext<'/group/audit-events-export/[format]/[...path]'>

/** `…/-/audit_events.csv` and `.json` of a group. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { format, path } = await params
  return answerAuditExport(request, format, { kind: 'group', segments: path })
}
