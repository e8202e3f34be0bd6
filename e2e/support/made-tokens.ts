import type { APIRequestContext } from '@playwright/test'
import { actionId, creationOf, sendAction, settingsOf } from './raw-action'

/** A token of the signed-in user, by the request that the form sends; its number. */
export async function makeToken(
  request: APIRequestContext,
  holder: { kind: 'project' | 'group'; fullPath: string },
  wishes: Record<string, unknown> = {},
): Promise<number> {
  const answer = await sendAction(request, {
    url: settingsOf(holder.fullPath, holder.kind),
    id: actionId('createDeployTokenAction'),
    body: JSON.stringify([creationOf(holder.fullPath, { ...wishes, holder })]),
  })
  if (!answer.outcome?.ok) throw new Error(`No token was made: ${answer.text.slice(0, 500)}`)
  return (answer.outcome.value as unknown as { token: { id: number } }).token.id
}
