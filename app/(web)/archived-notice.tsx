import { Alert } from '@/components/ui/alert'
import type { Group, Project } from '@/lib/domain/project'

/** What to know of a group or project that is archived; nothing of any other. */
export function ArchivedNotice({ place }: { place: Project | Group }) {
  if (!place.isArchived) return null
  return (
    <Alert variant="warning" className="mb-4">
      {place.kind === 'project'
        ? 'This is an archived project. Repository and other project resources are read-only.'
        : 'This group and everything in it is archived and read-only.'}
    </Alert>
  )
}
