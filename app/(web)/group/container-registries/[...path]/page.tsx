import type { Metadata } from 'next'
import { ContainerRegistry } from '@/app/(web)/container-registry'
import { pathOf } from '@/app/(web)/page-door'

export const metadata: Metadata = { title: 'Container registry' }

export default async function GroupContainerRegistryPage({
  params,
  searchParams,
}: PageProps<'/group/container-registries/[...path]'>) {
  const fullPath = pathOf((await params).path)
  return <ContainerRegistry kind="group" fullPath={fullPath} query={await searchParams} />
}
