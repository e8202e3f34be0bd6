import { DomainError } from '@/lib/domain/error'
import { versionOfTarball } from '@/lib/domain/packages/npm'
import { semanticVersionKey } from '@/lib/domain/packages/semantic-version'
import { sendFile } from '@/lib/http/packages/send-file'
import { findPackageFile } from '@/lib/services/packages/find-package-file'
import type { NpmRequest } from './npm-request'

/** The file of a version, whole or a range of it. */
export async function sendTarball({ c, place, name, file }: NpmRequest): Promise<Response> {
  const version = versionKeyOf(name, file)
  const wanted = { type: 'npm', nameKey: name, versionKey: version, file } as const
  return sendFile(c, await findPackageFile(c.get('client'), place, wanted))
}

/** The version whose file has this name. Error: `not_found` for a name that no version's file has. */
export function versionKeyOf(name: string, file: string): string {
  const key = semanticVersionKey(versionOfTarball(name, file) ?? '')
  if (key === undefined) throw new DomainError('not_found', 'File not found')
  return key
}
