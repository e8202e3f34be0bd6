import type { Metadata } from 'next'
import { PackageDetails } from '@/app/(web)/package-details'
import { pathOf } from '@/app/(web)/page-door'

export const metadata: Metadata = { title: 'Package registry' }

/** `/<full path>/-/packages/<id>`. */
export default async function PackagePage({
  params,
  searchParams,
}: PageProps<'/project/package/[id]/[...path]'>) {
  const { id, path } = await params
  return <PackageDetails fullPath={pathOf(path)} id={Number(id)} query={await searchParams} />
}
