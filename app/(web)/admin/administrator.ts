import { pageActor, shown } from '@/app/(web)/page-door'
import type { UserActor } from '@/lib/domain/actor'
import { requireAdministrator } from '@/lib/services/access/require-administrator'

/** The administrator who opens this page; who is nobody signs in first, and to everybody else there is no such page. */
export async function administratorAt(here: string): Promise<UserActor> {
  const actor = await pageActor()
  const opening = async () => requireAdministrator(actor)
  return shown(opening(), here)
}
