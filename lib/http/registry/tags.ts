import { RegistryError } from '@/lib/domain/registry-error'
import type { RegistryRequest } from './registry'

export async function answerTags(_request: RegistryRequest): Promise<Response> {
  throw new RegistryError('UNSUPPORTED')
}
