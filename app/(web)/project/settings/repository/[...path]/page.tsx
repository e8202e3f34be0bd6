import type { Metadata } from 'next'
import { pathOf } from '@/app/(web)/page-door'
import { RepositorySettings } from '@/app/(web)/repository-settings'

export const metadata: Metadata = { title: 'Repository' }

export default async function ProjectRepositorySettingsPage({
  params,
}: PageProps<'/project/settings/repository/[...path]'>) {
  return <RepositorySettings kind="project" fullPath={pathOf((await params).path)} />
}
