import { answerAuditExport } from '@/app/(web)/audit-events-export'

/** The instance's log as JSON. */
export function GET(request: Request): Promise<Response> {
  return answerAuditExport(request, 'json')
}
