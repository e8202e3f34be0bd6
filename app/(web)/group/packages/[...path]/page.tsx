import type { Metadata } from 'next'
import { PackageRegistry } from '@/app/(web)/package-registry'
import { pathOf } from '@/app/(web)/page-door'

export const metadata: Metadata = { title: 'Package registry' }

export default async function GroupPackagesPage({
  params,
  searchParams,
}: PageProps<'/group/packages/[...path]'>) {
  const fullPath = pathOf((await params).path)
  return <PackageRegistry kind="group" fullPath={fullPath} query={await searchParams} />
}
