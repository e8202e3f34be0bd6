import Link from 'next/link'
import type { TableColumn } from '@/components/ui/table'

/** The column that says, of what stands in a group's list, in which project it is. */
export function projectColumn<Row extends { projectName: string; projectPath: string }>(): TableColumn<Row> {
  return {
    key: 'project',
    header: 'Project',
    freeText: true,
    cell: ({ projectName, projectPath }) => (
      <Link
        href={`/${projectPath}`}
        prefetch={false}
        title={projectPath}
        className="text-gl-link hover:underline"
      >
        <bdi>{projectName}</bdi>
      </Link>
    ),
  }
}
