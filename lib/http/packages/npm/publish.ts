import { DomainError } from '@/lib/domain/error'
import { npmDocument, publicationOf, warningsOf } from '@/lib/domain/packages/npm-publication'
import { parse } from '@/lib/http/packages/parse'
import { projectOf } from '@/lib/http/packages/project-of'
import { deprecateVersions } from '@/lib/services/packages/deprecate-versions'
import { publishNpmPackage } from '@/lib/services/packages/publish-npm-package'
import type { NpmRequest } from './npm-request'
import { receiveDocument } from './receive-document'

/** A document with a file publishes a version; one without changes what users of those that are there are warned of. */
export function publishOrDeprecate({ c, name }: NpmRequest): Promise<Response> {
  const client = c.get('client')
  return receiveDocument(c, async ({ document: sent, draft }) => {
    const document = parse(npmDocument, sent)
    if (document.name !== name) throw new DomainError('invalid', 'Package name is invalid')
    if (draft) {
      await publishNpmPackage(client, projectOf(c), publicationOf(document, draft.size), draft)
      return c.json({ message: '201 Created' }, 201)
    }
    const warnings = warningsOf(document)
    if (warnings.size === 0) throw new DomainError('invalid', 'A publication has exactly one file.')
    await deprecateVersions(client, projectOf(c), { type: 'npm', nameKey: name, warnings })
    return c.json({ message: '200 OK' })
  })
}
