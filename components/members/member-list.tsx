'use client'

import { nextSort, sortOf } from '@/components/lists/sorting'
import { Alert } from '@/components/ui/alert'
import { Pager } from '@/components/ui/pager'
import { SearchInput } from '@/components/ui/search-input'
import { Select } from '@/components/ui/select'
import { Table, type TableColumn } from '@/components/ui/table'
import { explain } from '@/lib/client/action-result'
import { type MemberListQuery, membersPerPage, rolesWithin } from '@/lib/domain/member'
import type { MemberPageView, MemberView } from '@/lib/domain/member-view'
import { accessLevels } from '@/lib/domain/role'

interface MemberListProps {
  query: MemberListQuery
  onQuery: (query: MemberListQuery) => void
  columns: TableColumn<MemberView>[]
  data: MemberPageView | undefined
  error: unknown
}

const roleOptions = [
  { value: '', label: 'All roles' },
  ...rolesWithin(accessLevels.Owner).map(({ role, accessLevel }) => ({
    value: String(accessLevel),
    label: role,
  })),
]
const sourceOptions = [
  { value: 'all', label: 'Direct and inherited' },
  { value: 'direct', label: 'Direct' },
  { value: 'inherited', label: 'Inherited' },
]

/** Everybody: searched, filtered, sorted and paged by the server, so that ten thousand are as quick as ten. */
export function MemberList({ query, onQuery, columns, data, error }: MemberListProps) {
  const change = (changed: Partial<MemberListQuery>) => onQuery({ ...query, page: 1, ...changed })
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap gap-3">
        <SearchInput
          label="Search members"
          value={query.search}
          maxLength={255}
          onChange={(event) => change({ search: event.target.value })}
          className="w-full sm:max-w-80"
        />
        <Select
          aria-label="Role"
          options={roleOptions}
          value={query.accessLevel ?? ''}
          onChange={(event) => change({ accessLevel: levelOf(event.target.value) })}
          width="md"
          className="w-full"
        />
        <Select
          aria-label="Source"
          options={sourceOptions}
          value={query.source}
          onChange={(event) => change({ source: event.target.value as MemberListQuery['source'] })}
          width="md"
          className="w-full"
        />
      </div>
      {error ? <Alert variant="danger">{explain(error)}</Alert> : null}
      {data && data.total === 0 ? <p className="py-2 text-gl-subtle">No members match your search.</p> : null}
      {data && data.total > 0 ? (
        <Table
          caption="Members"
          columns={columns}
          rows={data.members}
          rowKey={(member) => member.userId}
          sort={sortOf(query)}
          onSort={(key) => change(nextSort(query, key))}
        />
      ) : null}
      <Pager
        label="Pages of members"
        page={query.page}
        total={data?.total ?? 0}
        perPage={membersPerPage}
        onPage={(page) => onQuery({ ...query, page })}
      />
    </div>
  )
}

function levelOf(value: string): MemberListQuery['accessLevel'] {
  return value === '' ? null : (Number(value) as MemberListQuery['accessLevel'])
}
