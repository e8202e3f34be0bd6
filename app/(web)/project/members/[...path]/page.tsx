import type { Metadata } from 'next'
import { MembersPage } from '@/app/(web)/members'
import { pathOf } from '@/app/(web)/page-door'

export const metadata: Metadata = { title: 'Members' }

export default async function ProjectMembersPage({ params }: PageProps<'/project/members/[...path]'>) {
  return <MembersPage kind="project" fullPath={pathOf((await params).path)} />
}
