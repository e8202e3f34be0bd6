import { DomainError } from '@/lib/domain/error'

/** The refusal for a revision or a path that a repository does not have. */
export function notThere(): DomainError {
  return new DomainError('not_found', 'There is no such branch, tag, commit or path in this repository.')
}
