import type { Metadata } from 'next'
import { PackageRegistry } from '@/app/(web)/package-registry'
import { pathOf } from '@/app/(web)/page-door'

export const metadata: Metadata = { title: 'Package registry' }

export default async function ProjectPackagesPage({
  params,
  searchParams,
}: PageProps<'/project/packages/[...path]'>) {
  const fullPath = pathOf((await params).path)
  return <PackageRegistry kind="project" fullPath={fullPath} query={await searchParams} />
}
