import type { Feature } from './feature'
import type { HolderKind } from './holder'

interface ScopeFacts {
  /** Help text beside the checkbox, by the kind of holder. */
  help: Record<HolderKind, string>
  /** Where this is switched off, the scope is not offered. */
  feature: Feature
}

const both = (text: string): Record<HolderKind, string> => ({ project: text, group: text })

/**
 * The scopes of a deploy token in GitLab's order, which is also the order in every answer.
 * Form, schema, reveal and doors draw from this table: https://docs.gitlab.com/user/project/deploy_tokens/#scope
 */
export const scopes = {
  read_repository: { help: both('Allows read-only access to the repository.'), feature: 'repository' },
  read_registry: {
    help: both('Allows read-only access to registry images.'),
    feature: 'container_registry',
  },
  write_registry: {
    help: both('Allows write access to registry images. You need both read and write access to push images.'),
    feature: 'container_registry',
  },
  read_package_registry: {
    help: both('Allows read-only access to the package registry.'),
    feature: 'packages',
  },
  write_package_registry: {
    help: {
      project: 'Allows read, write and delete access to the package registry.',
      group: 'Allows read and write access to the package registry.',
    },
    feature: 'packages',
  },
} as const satisfies Record<string, ScopeFacts>

export type Scope = keyof typeof scopes

export const scopeNames = Object.keys(scopes) as [Scope, ...Scope[]]

/** The given scopes once each, in the table's order. */
export function inOrder(chosen: readonly Scope[]): Scope[] {
  return scopeNames.filter((scope) => chosen.includes(scope))
}

/** The scopes a form offers where these features are switched off. */
export function offeredScopes(disabled: readonly Feature[]): Scope[] {
  return scopeNames.filter((scope) => !disabled.includes(scopes[scope].feature))
}
