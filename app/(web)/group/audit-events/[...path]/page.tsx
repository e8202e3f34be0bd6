import type { Metadata } from 'next'
import { AuditEvents } from '@/app/(web)/audit-events'
import { pathOf } from '@/app/(web)/page-door'

export const metadata: Metadata = { title: 'Audit events' }

export default async function GroupAuditEventsPage({
  params,
  searchParams,
}: PageProps<'/group/audit-events/[...path]'>) {
  const named = { kind: 'group', fullPath: pathOf((await params).path) } as const
  return <AuditEvents named={named} query={await searchParams} />
}
