import type { Actor } from '@/lib/domain/actor'
import type { PlaceName } from '@/lib/domain/holder'
import { requireStorable } from '@/lib/domain/json'
import {
  fullVersion,
  gemFileName,
  gemNameOf,
  gemVersionKey,
  readSpecification,
} from '@/lib/domain/packages/rubygems'
import type { Draft } from '@/lib/storage/drafts'
import { readGem } from '@/lib/storage/gem'
import { publishPackage } from './publish-package'

/** Publishes a gem by what its metadata says. Errors: those of `readGem`, `readSpecification` and `publishPackage`. */
export async function publishGem(actor: Actor, projectName: PlaceName, draft: Draft): Promise<void> {
  const specification = readSpecification(await readGem(draft.path))
  const gem = gemNameOf(specification)
  const metadata: unknown = specification
  requireStorable(metadata, "The gem's metadata")
  await publishPackage(actor, projectName, {
    ...{ type: 'rubygems', name: gem.name, nameKey: gem.name, metadata },
    version: fullVersion(gem),
    versionKey: gemVersionKey(gem),
    files: [{ name: gemFileName(gem), draft }],
  })
}
