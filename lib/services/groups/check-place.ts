import { DomainError } from '@/lib/domain/error'
import { isReserved } from '@/lib/domain/namespace'
import type { Group } from '@/lib/domain/project'
import { isWithin, type Visibility } from '@/lib/domain/visibility'

/** Error `invalid` where a path is reserved in this parent, or the visibility is wider than the parent's. */
export function checkPlace(form: { path: string; visibility: Visibility }, parent: Group | undefined): void {
  const fields: Record<string, string[]> = {}
  if (isReserved(form.path, parent?.fullPath)) fields.path = [`Path ${form.path} is a reserved name`]
  if (parent && !isWithin(form.visibility, parent.visibility)) {
    fields.visibility = [`Visibility can't be wider than that of the group, which is ${parent.visibility}`]
  }
  if (Object.keys(fields).length > 0)
    throw new DomainError('invalid', 'The place cannot be used.', { fields })
}

/** The refusal of a path that would shadow a page. */
export function reservedPath(path: string): DomainError {
  const message = `Path ${path} is a reserved name`
  return new DomainError('invalid', message, { fields: { path: [message] } })
}

/** The refusal where a group or project already has the path. */
export function takenPath(): DomainError {
  return new DomainError('invalid', 'Path has already been taken', {
    fields: { path: ['Path has already been taken'] },
  })
}
