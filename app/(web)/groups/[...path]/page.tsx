import { redirect } from 'next/navigation'
import { pathOf } from '@/app/(web)/page-door'

/** GitLab's other address of a group. */
export default async function GroupPage({ params }: PageProps<'/groups/[...path]'>) {
  redirect(`/${pathOf((await params).path)}`)
}
