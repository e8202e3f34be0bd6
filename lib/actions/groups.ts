'use server'

import { groupForm } from '@/lib/domain/project'
import { createGroup } from '@/lib/services/groups/create-group'
import { act, type Outcome } from './act'

/** Creates a group or subgroup from the form and gives its full path. */
export async function createGroupAction(input: unknown): Promise<Outcome<string>> {
  return act(groupForm, input, ({ actor, address }, form) => createGroup(actor, form, address))
}
