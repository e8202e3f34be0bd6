import { createHash } from 'node:crypto'
import type { JsonObject, PackageFile } from '@/lib/domain/package'
import type { Project } from '@/lib/domain/project'
import { addFiles, publishPackage } from '@/lib/services/packages/publish-package'
import { receiveFile } from '@/lib/services/packages/receive-file'
import { administrator, unique } from './fixtures'

interface PackageWishes {
  name?: string
  version?: string
  /** Contents by the names of files. */
  files?: Record<string, string>
  isHidden?: boolean
}

export interface PublishedPackage {
  /** Of the version. */
  id: number
  name: string
  version: string
  files: PackageFile[]
}

/** Publishes a generic package through the acts themselves, as the administrator. */
export async function publishGeneric(
  project: Project,
  {
    name = unique('package'),
    version = '1.0.0',
    files = { 'a.txt': 'content' },
    isHidden = false,
  }: PackageWishes = {},
): Promise<PublishedPackage> {
  const actor = await administrator()
  const key = { type: 'generic', name, nameKey: name, version, versionKey: version } as const
  const metadata: JsonObject = isHidden ? { status: 'hidden' } : {}
  const published: PublishedPackage = { id: 0, name, version, files: [] }
  for (const [file, content] of Object.entries(files)) {
    const openBody = () => new Blob([content]).stream()
    const more = { metadata, meet: addFiles }
    const added = await receiveFile(actor, project.fullPath, { openBody }, (draft) =>
      publishPackage(actor, project.fullPath, { ...key, ...more, files: [{ name: file, draft }] }),
    )
    published.id = added.versionId
    published.files.push(...added.files)
  }
  return published
}

export function hexDigest(algorithm: string, content: string): string {
  return createHash(algorithm).update(content).digest('hex')
}
