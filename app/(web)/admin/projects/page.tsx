import type { Metadata } from 'next'
import { PlacesPage } from '@/app/(web)/admin/places-page'

export const metadata: Metadata = { title: 'Projects' }

/** All projects of the instance. */
export default async function AdminProjectsPage({ searchParams }: PageProps<'/admin/projects'>) {
  return <PlacesPage kind="project" searchParams={await searchParams} />
}
