import { notFound, redirect } from 'next/navigation'
import { pathOf } from '@/app/(web)/page-door'
import { isFullPath } from '@/lib/domain/namespace'

/** GitLab's other address of a group. Nothing but a full path is led on: `/\evil.example` is another host to a browser. */
export default async function GroupPage({ params }: PageProps<'/groups/[...path]'>) {
  const fullPath = pathOf((await params).path)
  if (!isFullPath(fullPath)) notFound()
  redirect(`/${fullPath}`)
}
