import Link from 'next/link'
import { notFound, redirect } from 'next/navigation'
import { DeletePackageButton } from '@/components/packages/delete-package-button'
import { PackageFileList } from '@/components/packages/package-file-list'
import { packageHref, packagesHref } from '@/components/packages/package-href'
import { Badge } from '@/components/ui/badge'
import { CommandBlock } from '@/components/ui/command-block'
import { Pagination } from '@/components/ui/pagination'
import { RelativeTime } from '@/components/ui/relative-time'
import { sizeWords } from '@/components/ui/size-words'
import { listAddress } from '@/lib/domain/list-query'
import type { ListedPackage, OtherVersion } from '@/lib/domain/listed-package'
import { packageTypes } from '@/lib/domain/package'
import { packageListQuery, packagesPerPage } from '@/lib/domain/package-list'
import { installRecipe } from '@/lib/domain/packages/install-recipe'
import { env } from '@/lib/env'
import { viewPackage } from '@/lib/services/packages/view-package'
import { ArchivedNotice } from './archived-notice'
import { Frame, may } from './frame'
import { pageActor, pageNumber, shown } from './page-door'
import { stayWithin } from './stay-within'

interface PackageDetailsProps {
  fullPath: string
  id: number
  query: Record<string, string | string[] | undefined>
}

const versionsShownMax = 20

/** One version of a package of the project at this full path. */
export async function PackageDetails({ fullPath, id, query }: PackageDetailsProps) {
  const page = pageNumber(query.page)
  const addressOf = (path: string, number = page) =>
    number === 1 ? packageHref(path, id) : `${packageHref(path, id)}?page=${number}`
  const here = addressOf(fullPath)
  const actor = await pageActor()
  const wish = { page, perPage: packagesPerPage }
  const viewed = await shown(
    viewPackage(actor, { id, project: fullPath }, { files: wish, versionsMax: versionsShownMax }),
    here,
  )
  if (!viewed) notFound()
  const { project, listed, files, otherVersions } = viewed
  if (project.fullPath !== fullPath) redirect(addressOf(project.fullPath))
  stayWithin({ ...wish, total: files.total }, (last) => addressOf(fullPath, last))
  const { name, version, type } = listed
  const list = packagesHref(project)
  const label = `${name} ${version}`
  const breadcrumbs = [{ label: 'Package registry', href: list }, { label }]
  const [first] = files.items
  const steps = installRecipe(type, {
    origin: env.url,
    projectId: project.id,
    projectPath: project.fullPath,
    name,
    version,
    fileName: first?.name,
  })
  return (
    <Frame actor={actor} inside={project} here={here} breadcrumbs={breadcrumbs}>
      <div className="mb-4 flex flex-wrap items-start gap-2">
        <h1 className="min-w-0 text-gl-h1 wrap-anywhere">{label}</h1>
        <span className="grow" />
        {may(actor, 'delete_package', project) ? (
          <DeletePackageButton projectId={project.id} version={{ id, name, version }} next={list} />
        ) : null}
      </div>
      <ArchivedNotice place={project} />
      <Facts listed={listed} />
      <section aria-labelledby="installation" className="mb-6">
        <h2 id="installation" className="mb-2 text-gl-h3">
          Installation
        </h2>
        <div className="flex flex-col gap-4">
          {steps.map(({ title, text }) => (
            <CommandBlock key={title} title={title} command={text} />
          ))}
        </div>
      </section>
      <section aria-labelledby="assets" className="mb-6">
        <h2 id="assets" className="mb-2 flex items-center gap-2 text-gl-h3">
          Assets <Badge>{files.total}</Badge>
        </h2>
        <PackageFileList projectPath={fullPath} files={files.items} />
        <Pagination
          page={page}
          pageCount={Math.ceil(files.total / packagesPerPage)}
          href={(number) => addressOf(fullPath, number)}
          label="Pages of assets"
        />
      </section>
      <OtherVersions listed={listed} versions={otherVersions} />
    </Frame>
  )
}

function Facts({ listed: { type, size, createdAt, publisherName, tags } }: { listed: ListedPackage }) {
  return (
    <p className="mb-4 flex flex-wrap gap-x-4 gap-y-1 text-gl-subtle">
      <span>{packageTypes[type].label}</span>
      <span>{sizeWords(size)}</span>
      <span className="wrap-anywhere">
        Published <RelativeTime value={createdAt} /> by <bdi>{publisherName}</bdi>
      </span>
      {tags.map((tag) => (
        <Badge key={tag}>{tag}</Badge>
      ))}
    </p>
  )
}

const listDefaults = packageListQuery.parse({})

function OtherVersions({ listed, versions }: { listed: ListedPackage; versions: OtherVersion[] }) {
  const { name, type, project } = listed
  const all = { ...listDefaults, search: name, filter: type }
  return (
    <section aria-labelledby="other-versions">
      <h2 id="other-versions" className="mb-2 text-gl-h3">
        Other versions
      </h2>
      {versions.length === 0 ? (
        <p className="text-gl-subtle">There are no other versions of this package.</p>
      ) : (
        <ul className="flex flex-col gap-1">
          {versions.map(({ id, version, createdAt }) => (
            <li key={id} className="flex flex-wrap items-center gap-x-4">
              <Link
                href={packageHref(project.fullPath, id)}
                prefetch={false}
                className="inline-flex min-h-11 items-center text-gl-link wrap-anywhere hover:underline md:min-h-6"
              >
                {version}
              </Link>
              <span className="text-gl-subtle">
                Published <RelativeTime value={createdAt} />
              </span>
            </li>
          ))}
        </ul>
      )}
      {versions.length === versionsShownMax ? (
        <Link
          href={listAddress(packagesHref({ kind: 'project', fullPath: project.fullPath }), all, listDefaults)}
          prefetch={false}
          className="mt-2 inline-block text-gl-link hover:underline"
        >
          All versions
        </Link>
      ) : null}
    </section>
  )
}
