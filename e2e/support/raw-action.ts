import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { APIRequestContext, APIResponse } from '@playwright/test'
import { origin } from './browser'
import { noteSecret } from './made-secrets'

type ActionName =
  | 'createDeployTokenAction'
  | 'revokeDeployTokenAction'
  | 'listDeployTokensAction'
  | 'createPersonalAccessTokenAction'
  | 'revokePersonalAccessTokenAction'
  | 'rotatePersonalAccessTokenAction'
  | 'listPersonalAccessTokensAction'
  | 'listReachedTokensAction'
  | 'revokeDeployTokensAction'
  | 'createGroupAction'
  | 'createProjectAction'
  | 'signOutAction'
  | 'listMembersAction'
  | 'inviteMembersAction'
  | 'changeMemberAction'
  | 'removeMemberAction'
  | 'leavePlaceAction'
  | 'createUserAction'
  | 'blockUserAction'
  | 'updateInstanceSettingsAction'
  | 'signUpAction'
  | 'changePasswordAction'
  | 'revokeSessionAction'
  | 'updatePreferencesAction'

export interface RawAction {
  /** The page it is sent to. */
  url: string
  id: string
  /** The arguments as they travel; a plain value is what the page's own scripts send. */
  body: string | Buffer
  headers?: Record<string, string | undefined>
}

export interface Answer {
  status: number
  text: string
  /** What the action returned; undefined where it was not reached, or threw. */
  outcome?: { ok: boolean; code?: string; message?: string; fields?: Record<string, string[]>; value?: never }
}

/** The id under which the built pages call an action. */
export function actionId(name: ActionName): string {
  const manifest = path.join(process.cwd(), '.next/server/server-reference-manifest.json')
  const { node } = JSON.parse(readFileSync(manifest, 'utf8')) as {
    node: Record<string, { exportedName: string }>
  }
  const id = Object.keys(node).find((key) => node[key]?.exportedName === name)
  if (!id) throw new Error(`The build has no action ${name}`)
  return id
}

/** Sends a request as a page's script does, or as nobody's script would. */
export async function sendAction(request: APIRequestContext, action: RawAction): Promise<Answer> {
  const headers = {
    Origin: origin,
    'Sec-Fetch-Site': 'same-origin',
    'Content-Type': 'text/plain;charset=UTF-8',
    Accept: 'text/x-component',
    'Next-Action': action.id,
    ...action.headers,
  }
  const sent = Object.entries(headers).filter((header): header is [string, string] => header[1] !== undefined)
  return answerOf(
    await request.post(action.url, {
      headers: Object.fromEntries(sent),
      data: action.body,
      maxRedirects: 0,
    }),
  )
}

/** What an answer to an action says. */
export async function answerOf(response: APIResponse): Promise<Answer> {
  const text = await response.text()
  for (const secret of text.match(/gl(?:dt|pat)-[0-9A-Za-z]{36}/g) ?? []) noteSecret(secret)
  const row = /^1:(\{"ok":.*\})$/m.exec(text)?.[1]
  return { status: response.status(), text, outcome: row && JSON.parse(row) }
}

/** What the form of a project sends, or what somebody makes of it. */
export function creationOf(fullPath: string, wishes: Record<string, unknown> = {}) {
  return {
    name: `raw ${randomUUID()}`,
    expiresAt: '',
    username: '',
    scopes: ['read_repository'],
    requestKey: randomUUID(),
    holder: { kind: 'project', fullPath },
    ...wishes,
  }
}

export function settingsOf(fullPath: string, kind: 'project' | 'group' = 'project'): string {
  return `${kind === 'group' ? '/groups' : ''}/${fullPath}/-/settings/repository`
}
