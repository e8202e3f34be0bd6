import type { Metadata } from 'next'
import { pathOf } from '@/app/(web)/page-door'
import { RepositorySettings } from '@/app/(web)/repository-settings'

export const metadata: Metadata = { title: 'Repository' }

export default async function GroupRepositorySettingsPage({
  params,
}: PageProps<'/group/settings/repository/[...path]'>) {
  return <RepositorySettings kind="group" fullPath={pathOf((await params).path)} />
}
