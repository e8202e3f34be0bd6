import { DomainError } from '@/lib/domain/error'
import { log } from '@/lib/log'

/** True for the error of a file or directory that is not there. */
export function isMissing(error: unknown): boolean {
  return hasCode(error, 'ENOENT')
}

/** Does what writes files. Errors: `storage_full` where the disk, or a quota on it, has no room for them; those of `work`. */
export async function withinStorage<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work()
  } catch (error) {
    if (!isFull(error)) throw error
    log.error({ err: error }, 'the disk is full')
    const text = 'The server has no room left to keep this. Ask an administrator, and try again.'
    throw new DomainError('storage_full', text, { cause: error })
  }
}

/** Folders are made with those above them: what then cannot be found is what Node 20 could not make for want of room. */
function isFull(error: unknown): boolean {
  if (hasCode(error, 'ENOSPC', 'EDQUOT')) return true
  return isMissing(error) && error instanceof Error && 'syscall' in error && error.syscall === 'mkdir'
}

function hasCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code))
}
