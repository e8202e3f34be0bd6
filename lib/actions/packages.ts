'use server'

import { z } from 'zod'
import { deleteListedPackage } from '@/lib/services/packages/delete-listed-package'
import { act, type Outcome } from './act'

const rowId = z.int().min(1).max(2_147_483_647)

/** Deletes one version of a package; says whether it was still there. */
export async function deletePackageAction(input: unknown): Promise<Outcome<boolean>> {
  const schema = z.object({ projectId: rowId, packageId: rowId })
  return act(schema, input, ({ actor, address }, { projectId, packageId }) =>
    deleteListedPackage(actor, { id: packageId, project: { id: projectId } }, address),
  )
}
