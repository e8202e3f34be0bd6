'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { AddressedList } from '@/components/lists/addressed-list'
import { projectColumn } from '@/components/lists/project-column'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { RelativeTime } from '@/components/ui/relative-time'
import { Select } from '@/components/ui/select'
import { sizeWords } from '@/components/ui/size-words'
import type { TableColumn } from '@/components/ui/table'
import type { HolderKind } from '@/lib/domain/holder'
import { listAddress } from '@/lib/domain/list-query'
import type { PackageView } from '@/lib/domain/listed-package'
import { packageTypeNames, packageTypes } from '@/lib/domain/package'
import { type PackageListQuery, packageListQuery } from '@/lib/domain/package-list'
import { DeletePackageDialog } from './delete-package-dialog'
import { packageHref, packagesHref } from './package-href'

interface PackageListProps {
  place: { kind: HolderKind; id: number; fullPath: string }
  query: PackageListQuery
  packages: PackageView[]
  total: number
  canDelete: boolean
}

const defaults = packageListQuery.parse({})
const typeOptions = [
  { value: 'all', label: 'All' },
  ...packageTypeNames.map((type) => ({ value: type, label: packageTypes[type].label })),
]

/** The packages of a project, or of all projects below a group, version by version. */
export function PackageList({ place, query, packages, total, canDelete }: PackageListProps) {
  const router = useRouter()
  const [deleting, setDeleting] = useState<PackageView>()
  const path = packagesHref(place)
  const columns = [
    nameColumn,
    ...(place.kind === 'group' ? [projectColumn<PackageView>()] : []),
    ...factColumns,
    ...(canDelete ? [deleteColumn(setDeleting)] : []),
  ]
  return (
    <>
      <Field label="Type" className="mb-4 max-w-80">
        <Select
          key={query.filter}
          defaultValue={query.filter}
          options={typeOptions}
          onChange={({ target }) =>
            router.push(
              listAddress(
                path,
                { ...query, filter: target.value as PackageListQuery['filter'], page: 1 },
                defaults,
              ),
            )
          }
        />
      </Field>
      <AddressedList
        path={path}
        noun="packages"
        query={query}
        defaults={defaults}
        columns={columns}
        rows={packages}
        rowKey={({ id }) => id}
        total={total}
      />
      <DeletePackageDialog
        projectId={place.id}
        version={deleting}
        onDeleted={() => router.refresh()}
        onClose={() => setDeleting(undefined)}
      />
    </>
  )
}

const nameColumn: TableColumn<PackageView> = {
  key: 'name',
  header: 'Name',
  sortable: true,
  freeText: true,
  className: 'md:min-w-40',
  cell: ({ id, name, projectPath, tags }) => (
    <span className="flex min-w-0 flex-wrap items-center justify-end gap-1 md:justify-start">
      <Link
        href={packageHref(projectPath, id)}
        prefetch={false}
        className="min-w-0 font-semibold text-gl-heading hover:underline"
      >
        {name}
      </Link>
      {tags.map((tag) => (
        <Badge key={tag}>{tag}</Badge>
      ))}
    </span>
  ),
}

const factColumns: TableColumn<PackageView>[] = [
  { key: 'version', header: 'Version', sortable: true, freeText: true, cell: ({ version }) => version },
  { key: 'type', header: 'Type', sortable: true, cell: ({ type }) => packageTypes[type].label },
  {
    key: 'size',
    header: 'Size',
    cell: ({ size }) => <span className="whitespace-nowrap">{sizeWords(size)}</span>,
  },
  {
    key: 'published',
    header: 'Published',
    sortable: true,
    freeText: true,
    cell: ({ createdAt, publisherName }) => (
      <span>
        <RelativeTime value={createdAt} /> by <bdi>{publisherName}</bdi>
      </span>
    ),
  },
]

function deleteColumn(onDelete: (version: PackageView) => void): TableColumn<PackageView> {
  return {
    key: 'actions',
    header: '',
    align: 'right',
    cell: (version) => (
      <Button
        size="small"
        icon="remove"
        aria-label={`Delete version ${version.version} of ${version.name}`}
        onClick={() => onDelete(version)}
      />
    ),
  }
}
