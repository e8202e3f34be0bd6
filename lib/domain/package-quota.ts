import { DomainError } from './error'
import type { InstanceSettings } from './instance-settings'

/** Bytes that the files of all packages of one project may take up; Infinity where nothing is set. */
export function packageQuota({
  projectPackagesMebibytesMax,
}: Pick<InstanceSettings, 'projectPackagesMebibytesMax'>): number {
  return projectPackagesMebibytesMax === 0
    ? Number.POSITIVE_INFINITY
    : projectPackagesMebibytesMax * 1024 ** 2
}

/** For what would exceed a quota of so many bytes. */
export function quotaExceeded(quota: number): DomainError {
  const text = `The packages of this project may take up ${quota / 1024 ** 2} MiB, and there is no room for more.`
  return new DomainError('too_large', text)
}
