import { DomainError } from '@/lib/domain/error'
import { env } from '@/lib/env'
import { isSameText } from '@/lib/storage/keys'

/** Lets in the other registry alone, by the Authorization header that its notifications carry. Error: `unauthenticated`. */
export function requireRegistry(authorization: string | undefined): void {
  const { registry } = env
  const isRegistry =
    registry.kind === 'external' && isSameText(authorization ?? '', registry.notificationSecret)
  if (!isRegistry) throw new DomainError('unauthenticated', 'Only the container registry may notify.')
}
