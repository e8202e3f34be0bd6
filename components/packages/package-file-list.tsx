import { CopyButton } from '@/components/ui/copy-button'
import { DescriptionList } from '@/components/ui/description-list'
import { RelativeTime } from '@/components/ui/relative-time'
import { sizeWords } from '@/components/ui/size-words'
import { Table, type TableColumn } from '@/components/ui/table'
import type { PackageFile } from '@/lib/domain/package'
import { packageFileHref } from './package-href'

interface PackageFileListProps {
  projectPath: string
  files: readonly PackageFile[]
}

/** The files of one version: to download, and to check by their digests. */
export function PackageFileList({ projectPath, files }: PackageFileListProps) {
  return (
    <Table
      caption="Assets"
      columns={[nameColumn(projectPath), ...factColumns]}
      rows={files}
      rowKey={({ id }) => id}
      detail={(file) => <Digests file={file} />}
    />
  )
}

function nameColumn(projectPath: string): TableColumn<PackageFile> {
  return {
    key: 'name',
    header: 'Name',
    freeText: true,
    className: 'md:min-w-48',
    cell: ({ id, name }) => (
      <a href={packageFileHref(projectPath, id)} download className="text-gl-link hover:underline">
        {name}
      </a>
    ),
  }
}

const factColumns: TableColumn<PackageFile>[] = [
  {
    key: 'size',
    header: 'Size',
    cell: ({ size }) => <span className="whitespace-nowrap">{sizeWords(size)}</span>,
  },
  {
    key: 'sha256',
    header: 'SHA-256',
    cell: ({ name, sha256 }) => (
      <span className="inline-flex items-center gap-1">
        <code>{sha256.slice(0, 12)}</code>
        <CopyButton variant="tertiary" size="small" value={sha256} label={`Copy SHA-256 of ${name}`} />
      </span>
    ),
  },
  {
    key: 'created',
    header: 'Created',
    cell: ({ createdAt }) => <RelativeTime value={createdAt} />,
  },
]

function Digests({ file: { name, sha256, sha512, sha1, md5 } }: { file: PackageFile }) {
  return (
    <details>
      <summary className="w-fit cursor-pointer py-3 text-gl-link md:py-0">
        Checksums<span className="sr-only"> of {name}</span>
      </summary>
      <div className="mt-2">
        <DescriptionList
          items={[
            { term: 'SHA-256', details: <code>{sha256}</code> },
            { term: 'SHA-512', details: <code>{sha512}</code> },
            { term: 'SHA-1', details: <code>{sha1}</code> },
            { term: 'MD5', details: <code>{md5}</code> },
          ]}
        />
      </div>
    </details>
  )
}
