import type { Metadata } from 'next'
import { PlacesPage } from '@/app/(web)/admin/places-page'

export const metadata: Metadata = { title: 'Groups' }

/** All groups of the instance. */
export default async function AdminGroupsPage({ searchParams }: PageProps<'/admin/groups'>) {
  return <PlacesPage kind="group" searchParams={await searchParams} />
}
