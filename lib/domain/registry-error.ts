import { DomainError, type ErrorCode } from './error'

/**
 * The errors that registry clients know, and what each is here:
 * https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#error-codes
 */
const codes = {
  BLOB_UNKNOWN: { is: 'not_found', message: 'blob unknown to registry' },
  BLOB_UPLOAD_INVALID: { is: 'invalid', message: 'blob upload invalid' },
  BLOB_UPLOAD_UNKNOWN: { is: 'not_found', message: 'blob upload unknown to registry' },
  DENIED: { is: 'forbidden', message: 'requested access to the resource is denied' },
  DIGEST_INVALID: { is: 'invalid', message: 'provided digest did not match uploaded content' },
  MANIFEST_BLOB_UNKNOWN: {
    is: 'invalid',
    message: 'manifest references a manifest or blob unknown to registry',
  },
  MANIFEST_INVALID: { is: 'invalid', message: 'manifest invalid' },
  MANIFEST_TOO_LARGE: { is: 'invalid', message: 'manifest is larger than 4 MiB' },
  MANIFEST_UNKNOWN: { is: 'not_found', message: 'manifest unknown to registry' },
  NAME_INVALID: { is: 'invalid', message: 'invalid repository name' },
  NAME_UNKNOWN: { is: 'not_found', message: 'repository name not known to registry' },
  PAGINATION_NUMBER_INVALID: { is: 'invalid', message: 'invalid number of results requested' },
  RANGE_INVALID: { is: 'invalid', message: 'invalid content range' },
  SIZE_INVALID: { is: 'invalid', message: 'provided length did not match content length' },
  TAG_INVALID: { is: 'invalid', message: 'invalid tag' },
  // GitLab's, where tickets are given
  UNAVAILABLE: { is: 'not_found', message: 'registry not enabled' },
  UNAUTHORIZED: { is: 'unauthenticated', message: 'authentication required' },
  UNSUPPORTED: { is: 'invalid', message: 'the operation is unsupported' },
} as const satisfies Record<string, { is: ErrorCode; message: string }>

export type RegistryCode = keyof typeof codes

/** A refusal in the words of registry clients. */
export class RegistryError extends DomainError {
  /** `detail` says, where the specification's own sentence does not, what is wrong. */
  constructor(
    readonly registryCode: RegistryCode,
    detail?: string,
  ) {
    super(codes[registryCode].is, detail ?? codes[registryCode].message)
    this.name = 'RegistryError'
  }
}
