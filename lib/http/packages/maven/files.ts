import type { Context } from 'hono'
import type { MavenChecksum, MavenFile } from '@/lib/domain/packages/maven'
import type { PackageDoor } from '@/lib/http/packages/package-door'
import { projectOf } from '@/lib/http/packages/project-of'
import { sendFile } from '@/lib/http/packages/send-file'
import { openProject } from '@/lib/services/access/open-project'
import { findPackageFile } from '@/lib/services/packages/find-package-file'
import { publishMavenFile } from '@/lib/services/packages/publish-maven-file'
import { bodyOf, readText } from './body'
import { sendText } from './send-text'

type FileRequest = MavenFile & { checksum: MavenChecksum | undefined }

/** A checksum, and a file's name after it as some tools write it. */
const checksumBytesMax = 1024

/** A file, or what its bytes are checked by. */
export async function getFile(c: Context<PackageDoor>, asked: FileRequest): Promise<Response> {
  const found = await find(c, asked)
  const { checksum } = asked
  return checksum === undefined ? sendFile(c, found) : sendText(c, found.file[checksum], 'text/plain')
}

/**
 * A file becomes part of its version. A checksum is compared with the file that is there; MD5, which proves nothing, is
 * taken whatever it says, as by GitLab.
 */
export async function putFile(c: Context<PackageDoor>, asked: FileRequest): Promise<Response> {
  const { checksum } = asked
  if (checksum !== undefined) return compare(c, asked, checksum)
  await publishMavenFile(c.get('client'), projectOf(c), asked, (limit) => bodyOf(c, limit))
  return c.body(null, 200)
}

async function compare(
  c: Context<PackageDoor>,
  asked: FileRequest,
  checksum: MavenChecksum,
): Promise<Response> {
  await openProject(c.get('client'), 'publish_package', projectOf(c))
  const { file } = await find(c, asked)
  const sent = (await readText(c, checksumBytesMax)).trim().split(/\s/)[0]?.toLowerCase()
  if (checksum === 'md5') return c.body(null, 200)
  if (sent === file[checksum]) return c.body(null, 204)
  c.set('reason', 'conflict')
  const message = '409 Conflict'
  return c.json({ message, error: message }, 409)
}

function find(c: Context<PackageDoor>, { packageName, version, file }: FileRequest) {
  const wanted = { type: 'maven', nameKey: packageName, versionKey: version, file } as const
  return findPackageFile(c.get('client'), c.get('place'), wanted)
}
