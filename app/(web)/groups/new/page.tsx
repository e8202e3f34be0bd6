import type { Metadata } from 'next'
import { Frame } from '@/app/(web)/frame'
import { requireUser } from '@/app/(web)/page-door'
import { NewGroupForm } from '@/components/tree/new-group-form'
import { env } from '@/lib/env'
import { listGroupsFor } from '@/lib/services/groups/list-groups-for'

export const metadata: Metadata = { title: 'New group' }

/** New group, or new subgroup of `?parent=`. */
export default async function NewGroupPage({ searchParams }: PageProps<'/groups/new'>) {
  const actor = await requireUser('/groups/new')
  const parents = await listGroupsFor(actor, 'create_subgroup')
  const { parent } = await searchParams
  return (
    <Frame
      actor={actor}
      here="/groups/new"
      breadcrumbs={[{ label: 'Your work', href: '/' }, { label: 'New group' }]}
    >
      <h1 className="mb-4 text-gl-h1">New group</h1>
      <NewGroupForm
        origin={env.url}
        parents={parents}
        parent={parents.find((path) => path === parent) ?? ''}
      />
    </Frame>
  )
}
