import type { Metadata } from 'next'
import { MembersPage } from '@/app/(web)/members'
import { pathOf } from '@/app/(web)/page-door'

export const metadata: Metadata = { title: 'Members' }

export default async function GroupMembersPage({ params }: PageProps<'/group/members/[...path]'>) {
  return <MembersPage kind="group" fullPath={pathOf((await params).path)} />
}
