import { RegistryError } from '@/lib/domain/registry-error'
import type { RegistryRequest } from './registry'

export async function answerManifest(_request: RegistryRequest): Promise<Response> {
  throw new RegistryError('UNSUPPORTED')
}
