import { TreeList } from '@/components/tree/tree-list'
import { LinkButton } from '@/components/ui/link-button'
import { browseOwn, entriesPerPage } from '@/lib/services/groups/browse-tree'
import { Frame } from './frame'
import { pageNumber, requireUser, searchText } from './page-door'

/** The dashboard: one's own groups and projects. */
export default async function DashboardPage({ searchParams }: PageProps<'/'>) {
  const actor = await requireUser('/')
  const query = await searchParams
  const search = searchText(query.search)
  const page = pageNumber(query.page)
  const { entries, total } = await browseOwn(actor, { search, page })
  return (
    <Frame actor={actor} here="/" breadcrumbs={[{ label: 'Your work', href: '/' }]}>
      <div className="mb-4 flex flex-wrap items-center gap-2">
        <h1 className="grow text-gl-h1">Groups and projects</h1>
        <LinkButton href="/groups/new">New group</LinkButton>
        <LinkButton href="/projects/new" variant="confirm">
          New project
        </LinkButton>
      </div>
      <TreeList
        path="/"
        entries={entries}
        total={total}
        page={page}
        perPage={entriesPerPage}
        search={search}
        emptyText="You are not a member of any group or project yet. Create a group to begin."
      />
    </Frame>
  )
}
