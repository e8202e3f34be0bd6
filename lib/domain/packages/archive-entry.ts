import { DomainError } from '@/lib/domain/error'

/** An entry of a tar archive, as it stands there. */
export interface ArchiveEntry {
  name: string
  type?: string | null
}

/**
 * True where this entry is a file, for an archive of files and folders alone. Error: `invalid` for links and devices, and
 * for names that lead out of the archive on any system.
 */
export function isFileEntry({ name, type }: ArchiveEntry): boolean {
  const isInside = !/^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)|\0/.test(name)
  if (!isInside || (type !== 'file' && type !== 'directory'))
    throw new DomainError(
      'invalid',
      'The archive has entries that are not taken: links, or names that lead out of it.',
    )
  return type === 'file'
}
