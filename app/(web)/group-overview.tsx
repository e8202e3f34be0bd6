import { Description } from '@/components/tree/description'
import { TreeList } from '@/components/tree/tree-list'
import { VisibilityIcon } from '@/components/tree/visibility-icon'
import { Avatar } from '@/components/ui/avatar'
import { Badge } from '@/components/ui/badge'
import { LinkButton } from '@/components/ui/link-button'
import type { Actor } from '@/lib/domain/actor'
import type { Group } from '@/lib/domain/project'
import { browseBelow, entriesPerPage } from '@/lib/services/groups/browse-tree'
import { ArchivedNotice } from './archived-notice'
import { Frame, may } from './frame'
import { pageNumber, searchText } from './page-door'

interface GroupOverviewProps {
  actor: Actor
  group: Group
  query: Record<string, string | string[] | undefined>
}

/** A group: its subgroups and projects. */
export async function GroupOverview({ actor, group, query }: GroupOverviewProps) {
  const here = `/${group.fullPath}`
  const search = searchText(query.search)
  const page = pageNumber(query.page)
  const { entries, total } = await browseBelow(actor, group, { search, page })
  const parent = encodeURIComponent(group.fullPath)
  return (
    <Frame actor={actor} inside={group} here={here}>
      <div className="mb-4 flex flex-wrap items-center gap-3">
        <Avatar name={group.name} shape="square" size={48} />
        <h1 className="min-w-0 grow text-gl-h1 wrap-anywhere">
          <bdi>{group.name}</bdi> <VisibilityIcon kind="group" visibility={group.visibility} />{' '}
          {group.isArchived ? <Badge variant="info">Archived</Badge> : null}
        </h1>
        {may(actor, 'create_subgroup', group) ? (
          <LinkButton href={`/groups/new?parent=${parent}`}>New subgroup</LinkButton>
        ) : null}
        {may(actor, 'create_project', group) ? (
          <LinkButton href={`/projects/new?parent=${parent}`} variant="confirm">
            New project
          </LinkButton>
        ) : null}
      </div>
      <ArchivedNotice place={group} />
      <Description text={group.description} />
      <h2 className="mb-3 text-gl-h3">Subgroups and projects</h2>
      <TreeList
        path={here}
        entries={entries}
        total={total}
        page={page}
        perPage={entriesPerPage}
        search={search}
        emptyText="There are no subgroups or projects in this group yet."
      />
    </Frame>
  )
}
