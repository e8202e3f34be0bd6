import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { GroupOverview } from '@/app/(web)/group-overview'
import { pageActor, pathOf, shown } from '@/app/(web)/page-door'
import { ProjectOverview } from '@/app/(web)/project-overview'
import { openPlace } from '@/lib/services/access/open-project'

type Props = PageProps<'/[...path]'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: pathOf((await params).path) }
}

/** `/<full path>`: a project or a group, whichever has the path. */
export default async function PlacePage({ params, searchParams }: Props) {
  const fullPath = pathOf((await params).path)
  const here = `/${fullPath}`
  const actor = await pageActor()
  const place = await shown(openPlace(actor, fullPath), here)
  if (place.fullPath !== fullPath) redirect(`/${place.fullPath}`)
  if (place.kind === 'project') return <ProjectOverview actor={actor} project={place} />
  return <GroupOverview actor={actor} group={place} query={await searchParams} />
}
