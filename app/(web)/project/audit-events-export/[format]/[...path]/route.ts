import { answerAuditExport } from '@/app/(web)/audit-events-export'

type Context = RouteContext<'/project/audit-events-export/[format]/[...path]'>

/** `…/-/audit_events.csv` and `.json` of a project. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { format, path } = await params
  return answerAuditExport(request, format, { kind: 'project', segments: path })
}
