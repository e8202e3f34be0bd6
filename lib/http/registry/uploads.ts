import { RegistryError } from '@/lib/domain/registry-error'
import type { RegistryRequest } from './registry'

export async function startUpload(_request: RegistryRequest): Promise<Response> {
  throw new RegistryError('UNSUPPORTED')
}

export async function answerUpload(_request: RegistryRequest): Promise<Response> {
  throw new RegistryError('UNSUPPORTED')
}
