import type { Metadata } from 'next'
import { PlacesPage } from '@/app/(web)/admin/places-page'

export const metadata: Metadata = { title: 'Groups' }

export default async function AdminGroupsPage({ searchParams }: PageProps<'/admin/groups'>) {
  return <PlacesPage kind="group" searchParams={await searchParams} />
}
