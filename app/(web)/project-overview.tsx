import { CloneBox } from '@/components/repository/clone-box'
import { EmptyRepository } from '@/components/repository/empty-repository'
import { Description } from '@/components/tree/description'
import { VisibilityIcon } from '@/components/tree/visibility-icon'
import { Avatar } from '@/components/ui/avatar'
import { Badge } from '@/components/ui/badge'
import type { Actor } from '@/lib/domain/actor'
import type { Project } from '@/lib/domain/project'
import { switchedOffText } from '@/lib/domain/refusal'
import { env } from '@/lib/env'
import { browseRepository } from '@/lib/services/git/browse-repository'
import { ArchivedNotice } from './archived-notice'
import { Directory } from './directory'
import { Frame, may } from './frame'
import { shown } from './page-door'

/** A project: where to clone it, its files and its README. */
export async function ProjectOverview({ actor, project }: { actor: Actor; project: Project }) {
  const here = `/${project.fullPath}`
  const cloneUrl = `${env.url}/${project.fullPath}.git`
  const mayRead = may(actor, 'download_code', project)
  const view = mayRead ? await shown(browseRepository(actor, project.fullPath), here) : undefined
  return (
    <Frame actor={actor} inside={project} here={here}>
      <div className="mb-4 flex flex-wrap items-center gap-3">
        <Avatar name={project.name} shape="square" size={48} />
        <h1 className="min-w-0 grow text-gl-h1 wrap-anywhere">
          <bdi>{project.name}</bdi> <VisibilityIcon kind="project" visibility={project.visibility} />{' '}
          {project.isArchived ? <Badge variant="info">Archived</Badge> : null}
        </h1>
      </div>
      <ArchivedNotice place={project} />
      <Description text={project.description} />
      {view ? <CloneBox url={cloneUrl} /> : <p>{closedText(project)}</p>}
      {view?.tree ? <Directory fullPath={project.fullPath} tree={view.tree} /> : null}
      {view && !view.tree ? <EmptyRepository url={cloneUrl} defaultBranch={project.defaultBranch} /> : null}
    </Frame>
  )
}

/** Why there are no files to see here. */
function closedText(project: Project): string {
  if (project.disabledFeatures.includes('repository')) return switchedOffText('repository')
  return 'Your role does not open the files of this project.'
}
