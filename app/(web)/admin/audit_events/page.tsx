import type { Metadata } from 'next'
import { AuditEvents } from '@/app/(web)/audit-events'

export const metadata: Metadata = { title: 'Audit events' }

export default async function AdminAuditEventsPage({ searchParams }: PageProps<'/admin/audit_events'>) {
  return <AuditEvents query={await searchParams} />
}
