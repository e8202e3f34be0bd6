import type { Metadata } from 'next'
import { ContainerRegistry } from '@/app/(web)/container-registry'
import { pathOf } from '@/app/(web)/page-door'

export const metadata: Metadata = { title: 'Container registry' }

export default async function ProjectContainerRegistryPage({
  params,
  searchParams,
}: PageProps<'/project/container-registry/[...path]'>) {
  const fullPath = pathOf((await params).path)
  return <ContainerRegistry kind="project" fullPath={fullPath} query={await searchParams} />
}
