import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { Directory } from '@/app/(web)/directory'
import { FileContent } from '@/app/(web)/file-content'
import { Frame } from '@/app/(web)/frame'
import { pageActor, pathOf, shown } from '@/app/(web)/page-door'
import { filesHref } from '@/components/repository/files-href'
import { PathTrail } from '@/components/repository/path-trail'
import { browseRepository } from '@/lib/services/git/browse-repository'
import { viewFile } from '@/lib/services/git/view-file'

type Props = PageProps<'/project/files/[...path]'>

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: partsOf((await params).path).at }
}

/** `/<full path>/-/tree/<revision>/<directory>` and `/-/blob/<revision>/<file>`. */
export default async function FilesPage({ params }: Props) {
  const { fullPath, view, at } = partsOf((await params).path)
  const here = `/${fullPath}/-/${view}/${at}`
  const actor = await pageActor()
  if (view === 'tree') {
    const { project, tree } = await shown(browseRepository(actor, fullPath, at), here)
    if (!tree) redirect(`/${project.fullPath}`)
    if (project.fullPath !== fullPath) redirect(filesHref(project.fullPath, view, at, ''))
    return (
      <Frame actor={actor} inside={project} here={here} breadcrumbs={crumbs}>
        <PathTrail fullPath={fullPath} revision={tree.revision} />
        <Directory fullPath={fullPath} tree={tree} />
      </Frame>
    )
  }
  const { project, ...file } = await shown(viewFile(actor, fullPath, at), here)
  if (project.fullPath !== fullPath) redirect(filesHref(project.fullPath, view, at, ''))
  return (
    <Frame actor={actor} inside={project} here={here} breadcrumbs={crumbs}>
      <PathTrail fullPath={fullPath} revision={file.revision} />
      <FileContent fullPath={fullPath} view={file} />
    </Frame>
  )
}

const crumbs = [{ label: 'Repository' }]

/** The three parts that `-` holds apart; neither a group nor a project has that name. */
function partsOf(segments: string[]): { fullPath: string; view: 'tree' | 'blob'; at: string } {
  const dash = segments.indexOf('-')
  const view = segments[dash + 1]
  if (dash < 1 || (view !== 'tree' && view !== 'blob') || segments.length < dash + 3) notFound()
  return { fullPath: pathOf(segments.slice(0, dash)), view, at: pathOf(segments.slice(dash + 2)) }
}
