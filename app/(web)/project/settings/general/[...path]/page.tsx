import type { Metadata } from 'next'
import { GeneralSettings } from '@/app/(web)/general-settings'
import { pathOf } from '@/app/(web)/page-door'

export const metadata: Metadata = { title: 'General' }

export default async function ProjectGeneralSettingsPage({
  params,
}: PageProps<'/project/settings/general/[...path]'>) {
  return <GeneralSettings kind="project" fullPath={pathOf((await params).path)} />
}
