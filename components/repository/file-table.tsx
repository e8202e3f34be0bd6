import Link from 'next/link'
import { Icon } from '@/components/ui/icon'
import type { IconName } from '@/components/ui/icon-name'
import { RelativeTime } from '@/components/ui/relative-time'
import { filesHref } from './files-href'

export interface FileRow {
  name: string
  kind: 'tree' | 'blob' | 'symlink' | 'submodule'
  lastCommit: { title: string; date: Date } | undefined
}

interface FileTableProps {
  /** Full path of the project. */
  fullPath: string
  revision: string
  /** The directory shown; '' for the top. */
  directory: string
  rows: FileRow[]
  /** There are more than these. */
  isCut: boolean
}

const icons = {
  tree: 'folder',
  blob: 'doc-text',
  symlink: 'external-link',
  submodule: 'folder-open',
} as const satisfies Record<FileRow['kind'], IconName>

/** A directory of a repository, as GitLab lists it. */
export function FileTable({ fullPath, revision, directory, rows, isCut }: FileTableProps) {
  const parent = directory.split('/').slice(0, -1).join('/')
  return (
    <div className="overflow-hidden rounded-lg border">
      <table className="w-full text-left">
        <caption className="sr-only">
          Files, directories, and submodules in {directory || 'the repository'}
        </caption>
        <thead className="bg-gl-subtle">
          <tr>
            <th scope="col" className="px-4 py-2 font-semibold">
              Name
            </th>
            <th scope="col" className="hidden px-4 py-2 font-semibold md:table-cell">
              Last commit
            </th>
            <th scope="col" className="hidden px-4 py-2 text-right font-semibold sm:table-cell">
              Last update
            </th>
          </tr>
        </thead>
        <tbody>
          {directory ? (
            <tr className="border-t">
              <td colSpan={3} className="px-4 py-2">
                <Link
                  href={filesHref(fullPath, 'tree', revision, parent)}
                  prefetch={false}
                  aria-label="Parent directory"
                >
                  ..
                </Link>
              </td>
            </tr>
          ) : null}
          {rows.map((row) => (
            <tr key={row.name} className="border-t">
              <td className="px-4 py-2 wrap-anywhere">
                <span className="flex items-center gap-2">
                  <Icon name={icons[row.kind]} />
                  <FileName row={row} href={hrefOf(row, fullPath, revision, directory)} />
                </span>
              </td>
              <td className="hidden max-w-0 truncate px-4 py-2 text-gl-subtle md:table-cell md:w-1/2">
                {row.lastCommit?.title}
              </td>
              <td className="hidden px-4 py-2 text-right whitespace-nowrap text-gl-subtle sm:table-cell">
                {row.lastCommit ? <RelativeTime value={row.lastCommit.date} /> : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {isCut ? (
        <p className="border-t px-4 py-2 text-gl-subtle">
          There are more files. Clone the project to see all.
        </p>
      ) : null}
    </div>
  )
}

function FileName({ row, href }: { row: FileRow; href: string | undefined }) {
  if (!href) return <span>{row.name}</span>
  return (
    <Link href={href} prefetch={false}>
      {row.name}
    </Link>
  )
}

/** A submodule's commit is in another repository, which this one does not name. */
function hrefOf(row: FileRow, fullPath: string, revision: string, directory: string): string | undefined {
  if (row.kind === 'submodule') return undefined
  const path = directory ? `${directory}/${row.name}` : row.name
  return filesHref(fullPath, row.kind === 'tree' ? 'tree' : 'blob', revision, path)
}
