import type { Feature } from './feature'

interface ScopeFacts {
  /** Help text below the checkbox. */
  help: string
  /** Where this is switched off in the whole instance, the scope is not offered. */
  feature?: Feature
}

/**
 * The scopes of a personal access token in GitLab's order, which is also the order in every answer. Form, schema and
 * doors draw from this table: https://docs.gitlab.com/user/profile/personal_access_tokens/#personal-access-token-scopes
 */
export const personalScopes = {
  api: {
    help: 'Grants complete read/write access to the API, including all groups and projects, the container registry, and the package registry. Also grants read/write access to repositories using Git over HTTP.',
  },
  read_api: {
    help: 'Grants read access to the API, including all groups and projects, the container registry, and the package registry.',
  },
  read_user: {
    help: 'Grants read-only access to your profile through the /user API endpoint, which includes username, email, and full name.',
  },
  read_repository: {
    help: 'Grants read-only access to repositories on private projects using Git over HTTP.',
    feature: 'repository',
  },
  write_repository: {
    help: 'Grants read/write access to repositories on private projects using Git over HTTP (not using the API).',
    feature: 'repository',
  },
  read_registry: {
    help: 'Grants read-only access to container registry images on private projects.',
    feature: 'container_registry',
  },
  write_registry: {
    help: 'Grants write access to container registry images on private projects. You need both read and write access to push images.',
    feature: 'container_registry',
  },
} as const satisfies Record<string, ScopeFacts>

export type PersonalScope = keyof typeof personalScopes

export const personalScopeNames = Object.keys(personalScopes) as [PersonalScope, ...PersonalScope[]]

/** The given scopes once each, in the table's order. */
export function inPersonalOrder(chosen: readonly PersonalScope[]): PersonalScope[] {
  return personalScopeNames.filter((scope) => chosen.includes(scope))
}

/** The scopes the form offers where these features are switched off in the whole instance. */
export function offeredPersonalScopes(disabled: readonly Feature[]): PersonalScope[] {
  return personalScopeNames.filter((name) => {
    const { feature }: ScopeFacts = personalScopes[name]
    return feature === undefined || !disabled.includes(feature)
  })
}
