import { type AuditEvent, type AuditFacts, type AuditTargetType, auditActions } from './audit-event'
import { roleOf } from './role'

/** An event as the log's page shows it: words and plain data. */
export interface AuditEventView {
  id: number
  at: string
  author: string
  action: string
  targetType: string
  target: string
  place: string
  address: string
  facts: FactView[]
}

/** One fact before and after; undefined where there was none on that side. */
export interface FactView {
  name: string
  before: string | undefined
  after: string | undefined
  isChanged: boolean
}

export const auditTargetWords = {
  deploy_token: 'Deploy token',
  personal_access_token: 'Personal access token',
  package: 'Package',
  group: 'Group',
  project: 'Project',
  container_repository: 'Container repository',
  user: 'User',
  session: 'Session',
  instance: 'Instance',
} as const satisfies Record<AuditTargetType, string>

/** An event in words. */
export function presentAuditEvent(event: AuditEvent): AuditEventView {
  const { id, at, author, action, target, placePath, address, before, after } = event
  return {
    id,
    at: at.toISOString(),
    author: author.username,
    action: wordsOf(auditActions, action),
    targetType: wordsOf(auditTargetWords, target.type),
    target: target.name,
    place: placePath,
    address,
    facts: compareFacts(before, after),
  }
}

/** Every fact that is on either side, in their order, with what changed. */
export function compareFacts(before: AuditFacts | null, after: AuditFacts | null): FactView[] {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])
  return [...names].map((name) => {
    const [old, now] = [textOf(name, before), textOf(name, after)]
    return { name: sentence(name), before: old, after: now, isChanged: old !== now }
  })
}

function textOf(name: string, facts: AuditFacts | null): string | undefined {
  const value = facts && Object.hasOwn(facts, name) ? facts[name] : undefined
  if (value === undefined) return undefined
  if (value === null || value === '') return 'None'
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (Array.isArray(value)) return value.join(', ') || 'None'
  return (name === 'access_level' && roleOf(Number(value))) || String(value)
}

function wordsOf(words: Readonly<Record<string, string>>, name: string): string {
  return (Object.hasOwn(words, name) && words[name]) || sentence(name)
}

/** `expires_at` is "Expires at". */
function sentence(name: string): string {
  const words = name.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
