import type { Metadata } from 'next'
import { ImageRepository } from '@/app/(web)/image-repository'
import { pathOf } from '@/app/(web)/page-door'

export const metadata: Metadata = { title: 'Container registry' }

/** `/<full path>/container_registry/<id>`. */
export default async function ImageRepositoryPage({
  params,
  searchParams,
}: PageProps<'/project/image-repository/[id]/[...path]'>) {
  const { id, path } = await params
  return <ImageRepository fullPath={pathOf(path)} id={Number(id)} query={await searchParams} />
}
