import { registryHref } from '@/components/container-registry/image-href'
import { packagesHref } from '@/components/packages/package-href'
import type { IconName } from '@/components/ui/icon-name'
import type { ShellContext } from './shell-props'

type NavigationLink = {
  label: string
  href: string
  /** Addresses below these are this entry's too. */
  covers?: readonly string[]
}

export type NavigationEntry = NavigationLink & { icon: IconName }

export type NavigationGroup = { label: string; icon: IconName; entries: readonly NavigationLink[] }

type PlaceContext = Extract<ShellContext, { fullPath: string }>

const adminEntries: NavigationEntry[] = [
  { label: 'Overview', icon: 'overview', href: '/admin' },
  { label: 'Users', icon: 'users', href: '/admin/users', covers: ['/admin/users/'] },
  { label: 'Groups', icon: 'group', href: '/admin/groups' },
  { label: 'Projects', icon: 'project', href: '/admin/projects' },
  { label: 'Deploy tokens', icon: 'token', href: '/admin/deploy_tokens' },
  { label: 'Audit events', icon: 'log', href: '/admin/audit_events' },
  { label: 'Settings', icon: 'settings', href: '/admin/application_settings/general' },
]

const userEntries: NavigationEntry[] = [
  { label: 'Profile', icon: 'profile', href: '/-/user_settings/profile' },
  { label: 'Access tokens', icon: 'token', href: '/-/user_settings/personal_access_tokens' },
  { label: 'Password', icon: 'lock', href: '/-/user_settings/password/edit' },
  { label: 'Active sessions', icon: 'monitor', href: '/-/user_settings/active_sessions' },
  { label: 'Preferences', icon: 'preferences', href: '/-/profile/preferences' },
]

/** The entries of the sidebar, in GitLab's order and words, and only those that lead somewhere. */
export function navigationOf(context: ShellContext): (NavigationEntry | NavigationGroup)[] {
  if (!('fullPath' in context)) return context.kind === 'admin' ? adminEntries : userEntries
  const entries = context.kind === 'project' ? projectEntries(context) : groupEntries(context)
  const { members, packages, images, audit, general, repository } = addressesOf(context)
  const people: NavigationEntry = { label: 'Members', icon: 'users', href: members }
  const deploy: NavigationGroup = {
    label: 'Deploy',
    icon: 'package',
    entries: [
      ...(context.canReadPackages
        ? [{ label: 'Package registry', href: packages, covers: [`${packages}/`] }]
        : []),
      ...(context.canReadImages
        ? [{ label: 'Container registry', href: images, covers: [`${images}/`] }]
        : []),
    ],
  }
  const log: NavigationEntry = { label: 'Audit events', icon: 'log', href: audit }
  const settings: NavigationGroup = {
    label: 'Settings',
    icon: 'settings',
    entries: [
      { label: 'General', href: general },
      { label: 'Repository', href: repository },
    ],
  }
  return [
    ...entries,
    ...(context.canReadMembers ? [people] : []),
    ...(deploy.entries.length > 0 ? [deploy] : []),
    ...(context.canManage ? [log, settings] : []),
  ]
}

function projectEntries({ fullPath, defaultBranch }: PlaceContext): NavigationEntry[] {
  const overview: NavigationEntry = { label: 'Project overview', icon: 'project', href: `/${fullPath}` }
  if (!defaultBranch) return [overview]
  const href = `/${fullPath}/-/tree/${defaultBranch.split('/').map(encodeURIComponent).join('/')}`
  const covers = [`/${fullPath}/-/tree/`, `/${fullPath}/-/blob/`]
  return [overview, { label: 'Files', icon: 'folder', href, covers }]
}

function groupEntries({ fullPath }: PlaceContext): NavigationEntry[] {
  return [{ label: 'Group overview', icon: 'group', href: `/${fullPath}` }]
}

/** GitLab's own addresses of a project's or a group's pages. */
function addressesOf({ kind, fullPath }: PlaceContext) {
  const base = kind === 'project' ? `/${fullPath}/-` : `/groups/${fullPath}/-`
  return {
    members: kind === 'project' ? `${base}/project_members` : `${base}/group_members`,
    packages: packagesHref({ kind, fullPath }),
    images: registryHref({ kind, fullPath }),
    audit: `${base}/audit_events`,
    general: kind === 'project' ? `/${fullPath}/edit` : `${base}/edit`,
    repository: `${base}/settings/repository`,
  }
}

export function isCurrent(link: NavigationLink, pathname: string): boolean {
  return pathname === link.href || (link.covers ?? []).some((prefix) => pathname.startsWith(prefix))
}
