import { DomainError } from '@/lib/domain/error'
import { type Distribution, isPythonSpecifier, pypiNameKey, pypiVersionKey } from './pypi'

/** What is read of a distribution's own metadata. */
export interface CoreMetadata {
  requiresPython?: string
  /** Whether an installed package will have the same metadata, so that an installer need not build it to know. */
  isStatic: boolean
}

/**
 * Reads the METADATA of a wheel or the PKG-INFO of a source distribution, which must be of the name and version that it is
 * published under: https://packaging.python.org/en/latest/specifications/core-metadata/. Error: `invalid` where it is not.
 */
export function readCoreMetadata(text: string, distribution: Distribution): CoreMetadata {
  const fields = readFields(text)
  const metadataVersion = oneOf(fields, 'metadata-version')
  if (!/^[12]\.\d$/.test(metadataVersion ?? '')) throw invalid('The metadata in the archive cannot be read.')
  if (pypiNameKey(oneOf(fields, 'name') ?? '') !== distribution.nameKey)
    throw invalid('name does not match the metadata in the archive')
  if (pypiVersionKey(oneOf(fields, 'version') ?? '') !== distribution.versionKey)
    throw invalid('version does not match the metadata in the archive')
  const requiresPython = oneOf(fields, 'requires-python')
  if (requiresPython !== undefined && !isPythonSpecifier(requiresPython))
    throw invalid('requires_python is invalid')
  const saysWhatIsDynamic = Number(metadataVersion) >= 2.2
  return {
    ...(requiresPython !== undefined && { requiresPython }),
    isStatic: distribution.type === 'bdist_wheel' || (saysWhatIsDynamic && !fields.has('dynamic')),
  }
}

/** The headers of a message (RFC 822), by their names in small letters. */
function readFields(text: string): Map<string, string[]> {
  const [head = ''] = text.split(/\r?\n\r?\n/, 1)
  // where Python begins a new line, everybody else goes on with the old one
  if (/\r(?!\n)/.test(head)) throw invalid('The metadata in the archive cannot be read.')
  const fields = new Map<string, string[]>()
  for (const line of head.split(/\r?\n/)) {
    const colon = line.indexOf(':')
    if (colon === -1 || /^[ \t]/.test(line)) continue
    const name = line.slice(0, colon).toLowerCase()
    const values = fields.get(name) ?? []
    values.push(line.slice(colon + 1).trim())
    fields.set(name, values)
  }
  return fields
}

function oneOf(fields: Map<string, string[]>, name: string): string | undefined {
  const [value, second] = fields.get(name) ?? []
  if (second !== undefined) throw invalid(`The metadata in the archive has more than one ${name}.`)
  return value
}

function invalid(text: string): DomainError {
  return new DomainError('invalid', text)
}
