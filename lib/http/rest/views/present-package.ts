import { z } from '@hono/zod-openapi'
import type { ListedPackage, OtherVersion } from '@/lib/domain/listed-package'
import { type PackageFile, packageTypeNames } from '@/lib/domain/package'
import { env } from '@/lib/env'
import { instant } from './instant'

// what builds packages is not here: GitLab names its pipelines
const pipelines = z.array(z.object({ id: z.int() }))

export const packageView = z
  .object({
    id: z.int(),
    name: z.string(),
    version: z.string(),
    package_type: z.enum(packageTypeNames),
    status: z.literal('default'),
    _links: z.object({ web_path: z.string(), delete_api_path: z.string().optional() }),
    created_at: instant,
    last_downloaded_at: z.null(),
    tags: z.array(z.object({ package_id: z.int(), name: z.string() })),
    pipelines,
  })
  .openapi('Package')

export const groupPackageView = packageView
  .extend({ project_id: z.int(), project_path: z.string() })
  .openapi('GroupPackage')

export const packageDetailsView = packageView
  .extend({
    versions: z.array(
      z.object({
        id: z.int(),
        version: z.string(),
        created_at: instant,
        pipelines,
      }),
    ),
  })
  .openapi('PackageDetails')

export const packageFileView = z
  .object({
    id: z.int(),
    package_id: z.int(),
    created_at: instant,
    file_name: z.string(),
    size: z.int(),
    file_md5: z.string(),
    file_sha1: z.string(),
    file_sha256: z.string(),
    pipelines,
  })
  .openapi('PackageFile')

/** A version in GitLab's names; `canDelete` says whether its end is offered. */
export function presentPackage(listed: ListedPackage, canDelete: boolean): z.infer<typeof packageView> {
  const { id, name, version, type, project, createdAt, tags } = listed
  const deletion = `${env.url}/api/v4/projects/${project.id}/packages/${id}`
  return {
    id,
    name,
    version,
    package_type: type,
    status: 'default',
    _links: {
      web_path: `/${project.fullPath}/-/packages/${id}`,
      ...(canDelete && { delete_api_path: deletion }),
    },
    created_at: createdAt.toISOString(),
    last_downloaded_at: null,
    tags: tags.map((tag) => ({ package_id: id, name: tag })),
    pipelines: [],
  }
}

/** The same with its project, as in the list of a group. */
export function presentGroupPackage(listed: ListedPackage): z.infer<typeof groupPackageView> {
  const { id, fullPath } = listed.project
  return { ...presentPackage(listed, false), project_id: id, project_path: fullPath }
}

/** The same with other versions of its package. */
export function presentPackageDetails(
  listed: ListedPackage,
  others: readonly OtherVersion[],
  canDelete: boolean,
): z.infer<typeof packageDetailsView> {
  const versions = others.map(({ id, version, createdAt }) => ({
    id,
    version,
    created_at: createdAt.toISOString(),
    pipelines: [],
  }))
  return { ...presentPackage(listed, canDelete), versions }
}

/** A file of the version of this number. */
export function presentPackageFile(packageId: number, file: PackageFile): z.infer<typeof packageFileView> {
  return {
    id: file.id,
    package_id: packageId,
    created_at: file.createdAt.toISOString(),
    file_name: file.name,
    size: file.size,
    file_md5: file.md5,
    file_sha1: file.sha1,
    file_sha256: file.sha256,
    pipelines: [],
  }
}
