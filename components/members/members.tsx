'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { type MemberListQuery, membersPerPage } from '@/lib/domain/member'
import type { DirectView, MemberPageView, MemberView } from '@/lib/domain/member-view'
import { EditDialog } from './edit-dialog'
import { InviteDialog } from './invite-dialog'
import { LeaveDialog } from './leave-dialog'
import { memberColumns } from './member-columns'
import { MemberList } from './member-list'
import { firstPage, type MemberPlace, useMembers } from './member-queries'
import { RemoveDialog } from './remove-dialog'

interface MembersProps {
  holder: MemberPlace
  /** The project's or group's own name. */
  name: string
  /** The server's clock when the page was rendered, ISO 8601. */
  now: string
  /** The first page as the server rendered it. */
  initialPage: MemberPageView
}

/** Somebody whose direct membership a dialog is about. */
type Subject = MemberView & { direct: DirectView }

/** Who is in a project or group, and what one may do about it. */
export function Members({ holder, name, now, initialPage }: MembersProps) {
  const router = useRouter()
  const [query, setQuery] = useState<MemberListQuery>(firstPage)
  const [isInviting, setInviting] = useState(false)
  const [isLeaving, setLeaving] = useState(false)
  const [editing, setEditing] = useState<Subject>()
  const [removing, setRemoving] = useState<Subject>()
  const isDefault = JSON.stringify(query) === JSON.stringify(firstPage)
  const { data, error } = useMembers(holder, query, isDefault ? initialPage : undefined)
  const { count, givesUpTo } = data ?? initialPage

  // the last one of the last page may be gone
  const pageCount = Math.max(1, Math.ceil((data?.total ?? 0) / membersPerPage))
  if (data && query.page > pageCount) setQuery({ ...query, page: pageCount })

  const columns = memberColumns({
    kind: holder.kind,
    onEdit: (member) => setEditing(subjectOf(member)),
    onRemove: (member) => setRemoving(subjectOf(member)),
    onLeave: () => setLeaving(true),
  })
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center gap-3">
        <h1 className="flex min-w-0 grow items-center gap-2 text-gl-h1">
          {holder.kind === 'project' ? 'Project members' : 'Group members'}
          <Badge>
            <span data-testid="member-count">{count}</span>
          </Badge>
        </h1>
        {givesUpTo > 0 ? (
          <Button variant="confirm" onClick={() => setInviting(true)}>
            Invite members
          </Button>
        ) : null}
      </div>
      <MemberList query={query} onQuery={setQuery} columns={columns} data={data} error={error} />
      <InviteDialog
        holder={holder}
        name={name}
        now={now}
        givesUpTo={givesUpTo}
        isOpen={isInviting}
        onClose={() => setInviting(false)}
      />
      <EditDialog
        holder={holder}
        now={now}
        givesUpTo={givesUpTo}
        member={editing}
        // what one may do oneself is in the sidebar too
        onChanged={(member) => member.isSelf && router.refresh()}
        onClose={() => setEditing(undefined)}
      />
      <RemoveDialog holder={holder} name={name} member={removing} onClose={() => setRemoving(undefined)} />
      <LeaveDialog holder={holder} name={name} isOpen={isLeaving} onClose={() => setLeaving(false)} />
    </>
  )
}

function subjectOf(member: MemberView): Subject | undefined {
  const { direct } = member
  return direct ? { ...member, direct } : undefined
}
