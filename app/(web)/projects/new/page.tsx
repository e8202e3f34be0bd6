import type { Metadata } from 'next'
import { Frame } from '@/app/(web)/frame'
import { requireUser } from '@/app/(web)/page-door'
import { NewProjectForm } from '@/components/tree/new-project-form'
import { EmptyState } from '@/components/ui/empty-state'
import { LinkButton } from '@/components/ui/link-button'
import { env } from '@/lib/env'
import { listGroupsFor } from '@/lib/services/groups/list-groups-for'

export const metadata: Metadata = { title: 'New project' }

/** New project, in the group of `?parent=` if it is one of those the person may use. */
export default async function NewProjectPage({ searchParams }: PageProps<'/projects/new'>) {
  const actor = await requireUser('/projects/new')
  const parents = await listGroupsFor(actor, 'create_project')
  const { parent } = await searchParams
  const chosen = parents.find((path) => path === parent) ?? parents[0]
  return (
    <Frame
      actor={actor}
      here="/projects/new"
      breadcrumbs={[{ label: 'Your work', href: '/' }, { label: 'New project' }]}
    >
      <h1 className="mb-4 text-gl-h1">Create blank project</h1>
      {chosen === undefined ? (
        <EmptyState
          title="A project stands in a group"
          actions={
            <LinkButton href="/groups/new" variant="confirm">
              New group
            </LinkButton>
          }
        >
          You have no group in which you may create projects. Create one first.
        </EmptyState>
      ) : (
        <NewProjectForm origin={env.url} parents={parents} parent={chosen} />
      )}
    </Frame>
  )
}
