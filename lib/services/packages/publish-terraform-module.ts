import type { Actor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import type { PlaceName } from '@/lib/domain/holder'
import {
  isModuleConfiguration,
  type ModuleVersionAddress,
  moduleFileName,
  modulePackageName,
  moduleVersionKey,
} from '@/lib/domain/packages/terraform'
import type { Draft } from '@/lib/storage/drafts'
import { readTarball } from '@/lib/storage/tarball'
import { publishPackage } from './publish-package'

/**
 * Publishes a version of a Terraform module. Errors: those of `publishPackage` and `isModuleConfiguration`; `invalid` for an
 * archive that is none, or has no configuration in it.
 */
export async function publishTerraformModule(
  actor: Actor,
  projectName: PlaceName,
  address: ModuleVersionAddress,
  draft: Draft,
): Promise<void> {
  let files = 0
  await readTarball(draft.path, (entry) => {
    if (isModuleConfiguration(entry)) files++
    return undefined
  })
  if (files === 0) throw new DomainError('invalid', 'The archive has no .tf or .tf.json file.')
  const name = modulePackageName(address)
  await publishPackage(actor, projectName, {
    ...{ type: 'terraform_module', name, nameKey: name },
    version: address.version,
    versionKey: moduleVersionKey(address.version),
    files: [{ name: moduleFileName(address), draft }],
    isAloneInNamespace: true,
  })
}
