import type { Metadata } from 'next'
import { Frame } from '@/app/(web)/frame'
import { InstanceOverview } from '@/components/admin/instance-overview'
import { viewInstance } from '@/lib/services/instance/view-instance'
import { administratorAt } from './administrator'

export const metadata: Metadata = { title: 'Admin area' }

/** How much there is in the instance, and what it runs. */
export default async function AdminPage() {
  const actor = await administratorAt('/admin')
  const instance = await viewInstance(actor)
  return (
    <Frame actor={actor} here="/admin" area="admin" breadcrumbs={[{ label: 'Overview' }]}>
      <h1 className="mb-4 text-gl-h1">Overview</h1>
      <InstanceOverview {...instance} />
    </Frame>
  )
}
