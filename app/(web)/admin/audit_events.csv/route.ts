import { answerAuditExport } from '@/app/(web)/audit-events-export'

/** The instance's log as CSV. */
export function GET(request: Request): Promise<Response> {
  return answerAuditExport(request, 'csv')
}
