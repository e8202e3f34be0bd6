import { redirect } from 'next/navigation'
import { Members } from '@/components/members/members'
import type { HolderKind } from '@/lib/domain/holder'
import { memberListQuery } from '@/lib/domain/member'
import { presentMemberPage } from '@/lib/domain/member-view'
import { listMembers } from '@/lib/services/members/list-members'
import { Frame } from './frame'
import { pageActor, shown } from './page-door'

/** The members of the project or group at this full path. */
export async function MembersPage({ kind, fullPath }: { kind: HolderKind; fullPath: string }) {
  const address = addressOf(kind, fullPath)
  const actor = await pageActor()
  const firstPage = memberListQuery.parse({})
  const listed = await shown(listMembers(actor, { kind, fullPath }, firstPage), address)
  const { place, page, givesUpTo } = listed
  if (place.fullPath !== fullPath) redirect(addressOf(kind, place.fullPath))
  const userId = actor.kind === 'user' ? actor.id : 0
  return (
    <Frame actor={actor} inside={place} here={address} breadcrumbs={[{ label: 'Members' }]}>
      <Members
        holder={{ kind, fullPath }}
        name={place.name}
        now={page.now.toISOString()}
        initialPage={presentMemberPage(page, { userId, givesUpTo })}
      />
    </Frame>
  )
}

function addressOf(kind: HolderKind, fullPath: string): string {
  return kind === 'group' ? `/groups/${fullPath}/-/group_members` : `/${fullPath}/-/project_members`
}
