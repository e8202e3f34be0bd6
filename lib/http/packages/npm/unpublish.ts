import { DomainError } from '@/lib/domain/error'
import { npmDocument } from '@/lib/domain/packages/npm-publication'
import { semanticVersionKey } from '@/lib/domain/packages/semantic-version'
import { parse } from '@/lib/http/packages/parse'
import { projectOf } from '@/lib/http/packages/project-of'
import { openProject } from '@/lib/services/access/open-project'
import { deletePackage } from '@/lib/services/packages/delete-package'
import { deletePackageVersion } from '@/lib/services/packages/delete-package-version'
import { listVersions } from '@/lib/services/packages/list-versions'
import type { NpmRequest } from './npm-request'
import { receiveDocument } from './receive-document'
import { versionKeyOf } from './send-tarball'

const done = { message: '200 OK' }

/** The whole package, whatever revision of it the client has seen. */
export async function unpublish({ c, name }: NpmRequest): Promise<Response> {
  await deletePackage(c.get('client'), c.get('address'), projectOf(c), { type: 'npm', nameKey: name })
  return c.json(done)
}

/**
 * Those versions that the client has seen and that are not in the document any more. What was published since it was read is
 * no part of that: a revision is the number of the latest version then.
 */
export async function unpublishMissing({ c, place, name, revision }: NpmRequest): Promise<Response> {
  const client = c.get('client')
  await openProject(client, 'delete_package', projectOf(c))
  if (!/^\d{1,10}$/.test(revision)) throw new DomainError('invalid', 'Revision is invalid')
  return receiveDocument(c, async ({ document: sent }) => {
    const document = parse(npmDocument, sent)
    if (document.name !== name) throw new DomainError('invalid', 'Package name is invalid')
    const { versions } = await listVersions(client, place, 'npm', name)
    const missing = versions.filter(
      ({ id, version }) => id <= Number(revision) && !Object.hasOwn(document.versions, version),
    )
    for (const { version } of missing) await remove({ c, name }, semanticVersionKey(version) ?? version)
    return c.json(done)
  })
}

/** The version whose file it is; a version without its file would be none. */
export async function unpublishTarball({ c, name, file }: NpmRequest): Promise<Response> {
  await openProject(c.get('client'), 'delete_package', projectOf(c))
  await remove({ c, name }, versionKeyOf(name, file))
  return c.json(done)
}

function remove({ c, name }: Pick<NpmRequest, 'c' | 'name'>, versionKey: string): Promise<void> {
  const which = { type: 'npm', nameKey: name, versionKey } as const
  return deletePackageVersion(c.get('client'), c.get('address'), projectOf(c), which)
}
