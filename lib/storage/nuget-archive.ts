import { DomainError } from '@/lib/domain/error'
import { manifestBytesMax, type NugetManifest, parseManifest } from '@/lib/domain/packages/nuget-manifest'
import { readZip } from './zip'

/**
 * What a .nupkg or .snupkg says it is, by the one .nuspec at its root, which is named after the package. Errors: those of
 * `readZip` and `parseManifest`; `invalid` for none or more than one, and for another's name.
 */
export async function readNugetArchive(file: string): Promise<NugetManifest> {
  let manifests = 0
  const picked = await readZip(file, ({ name }) => {
    if (!/^[^/]+\.nuspec$/i.test(name)) return undefined
    manifests += 1
    return manifestBytesMax
  })
  const [found] = picked
  if (!found || manifests > 1)
    throw new DomainError('invalid', 'The package must have one .nuspec at its root.')
  const [name, bytes] = found
  const manifest = parseManifest(bytes)
  if (name.toLowerCase() !== `${manifest.id}.nuspec`.toLowerCase())
    throw new DomainError('invalid', `The .nuspec of ${manifest.id} has another package's name.`)
  return manifest
}
