import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import { DomainError } from '@/lib/domain/error'
import type { MavenChecksum, MavenMetadata } from '@/lib/domain/packages/maven'
import { parseXml } from '@/lib/domain/xml'
import type { PackageDoor } from '@/lib/http/packages/package-door'
import { projectOf } from '@/lib/http/packages/project-of'
import { openProject } from '@/lib/services/access/open-project'
import { findMavenMetadata } from '@/lib/services/packages/find-maven-metadata'
import { readBytes } from './body'
import { sendText } from './send-text'

type MetadataRequest = MavenMetadata & { checksum: MavenChecksum | undefined }

/** Some 25,000 versions, and parsed in a moment whatever they are. */
const metadataBytesMax = 1024 ** 2

/** What is there now, or what that is checked by: both are made of the same rows, so that they agree. */
export async function getMetadata(c: Context<PackageDoor>, asked: MetadataRequest): Promise<Response> {
  const text = await findMavenMetadata(c.get('client'), c.get('place'), asked)
  const { checksum } = asked
  if (checksum === undefined) return sendText(c, text, 'application/xml')
  return sendText(c, createHash(checksum).update(text).digest('hex'), 'text/plain')
}

/**
 * What a client makes of what it read a moment ago and of what it published is not kept: of two who publish at once, the
 * second would take the first one's version away. Nor are its checksums, then.
 */
export async function putMetadata(c: Context<PackageDoor>, asked: MetadataRequest): Promise<Response> {
  await openProject(c.get('client'), 'publish_package', projectOf(c))
  const bytes = await readBytes(c, metadataBytesMax)
  if (asked.checksum === undefined && parseXml(bytes).metadata === undefined)
    throw new DomainError('invalid', 'The document is no metadata.')
  return c.body(null, 200)
}
