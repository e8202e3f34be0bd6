import { randomBytes } from 'node:crypto'
import type { APIRequestContext } from '@playwright/test'
import { actionId, sendAction } from './raw-action'

/** A word that no other test uses, fit for a path and a name. */
export function unique(word: string): string {
  return `${word}-${randomBytes(4).toString('hex')}`
}

interface PlaceWishes {
  parent?: string
  visibility?: 'private' | 'internal' | 'public'
  withReadme?: boolean
  name?: string
}

/** A group of the signed-in user, by the request that the form sends; its full path. */
export function makeGroup(request: APIRequestContext, wishes: PlaceWishes = {}): Promise<string> {
  const path = unique('group')
  const { parent = '', visibility = 'private', name = path } = wishes
  return create(request, 'createGroupAction', '/groups/new', { name, path, parent, visibility })
}

/** A project of the signed-in user, in a group of its own unless one is named; its full path. */
export async function makeProject(request: APIRequestContext, wishes: PlaceWishes = {}): Promise<string> {
  const path = unique('project')
  const { visibility = 'private', withReadme = false, name = path } = wishes
  const parent = wishes.parent ?? (await makeGroup(request, { visibility }))
  const form = { name, path, parent, visibility, withReadme }
  return create(request, 'createProjectAction', '/projects/new', form)
}

async function create(
  request: APIRequestContext,
  action: 'createGroupAction' | 'createProjectAction',
  url: string,
  form: Record<string, unknown>,
): Promise<string> {
  const answer = await sendAction(request, { url, id: actionId(action), body: JSON.stringify([form]) })
  if (!answer.outcome?.ok)
    throw new Error(`${action} answered ${answer.status}: ${answer.text.slice(0, 500)}`)
  return String(answer.outcome.value)
}
