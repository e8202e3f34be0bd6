import { z } from 'zod'
import { DomainError } from '@/lib/domain/error'
import { latestTag, npmTag } from '@/lib/domain/packages/npm'
import { distTagsOf } from '@/lib/domain/packages/npm-packument'
import { semanticVersion, semanticVersionKey } from '@/lib/domain/packages/semantic-version'
import { parse } from '@/lib/http/packages/parse'
import { projectOf } from '@/lib/http/packages/project-of'
import { readSmallBody } from '@/lib/http/packages/read-small-body'
import { openProject } from '@/lib/services/access/open-project'
import { deletePackageTag } from '@/lib/services/packages/delete-package-tag'
import { listVersions } from '@/lib/services/packages/list-versions'
import { tagPackageVersion } from '@/lib/services/packages/tag-package-version'
import type { NpmRequest } from './npm-request'

const bodyBytesMax = 1024

/** https://docs.gitlab.com/api/packages/npm/#list-tags */
export async function listDistTags({ c, place, name }: NpmRequest): Promise<Response> {
  return c.json(distTagsOf(await listVersions(c.get('client'), place, 'npm', name)))
}

/** The body is the version, as JSON text. */
export async function putDistTag({ c, name, tag }: NpmRequest): Promise<Response> {
  const client = c.get('client')
  await openProject(client, 'publish_package', projectOf(c))
  const version = parse(semanticVersion, readText(await readSmallBody(c, bodyBytesMax)))
  const which = { type: 'npm', nameKey: name, versionKey: semanticVersionKey(version) ?? version } as const
  await tagPackageVersion(client, projectOf(c), which, parse(npmTag, tag))
  return c.body(null, 204)
}

export async function deleteDistTag({ c, name, tag }: NpmRequest): Promise<Response> {
  const client = c.get('client')
  await openProject(client, 'delete_package', projectOf(c))
  if (tag === latestTag) throw new DomainError('invalid', 'The tag latest cannot be removed.')
  await deletePackageTag(client, c.get('address'), projectOf(c), { type: 'npm', nameKey: name, tag })
  return c.body(null, 204)
}

function readText(body: Uint8Array): string {
  try {
    return z.string().parse(JSON.parse(Buffer.from(body).toString()))
  } catch (error) {
    throw new DomainError('invalid', 'The body is no JSON text.', { cause: error })
  }
}
