import { RegistryError } from '@/lib/domain/registry-error'
import type { RegistryRequest } from './registry'

export async function answerCatalog(_request: RegistryRequest): Promise<Response> {
  throw new RegistryError('UNSUPPORTED')
}
