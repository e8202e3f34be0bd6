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

/** The entries of the sidebar, in GitLab's order and words, and only those that lead somewhere. */
export function navigationOf(context: ShellContext): (NavigationEntry | NavigationGroup)[] {
  const entries = context.kind === 'project' ? projectEntries(context) : groupEntries(context)
  return context.canManage ? [...entries, settingsOf(context)] : entries
}

function projectEntries({ fullPath, defaultBranch }: ShellContext): NavigationEntry[] {
  const overview: NavigationEntry = { label: 'Project overview', icon: 'project', href: `/${fullPath}` }
  if (!defaultBranch) return [overview]
  const href = `/${fullPath}/-/tree/${defaultBranch.split('/').map(encodeURIComponent).join('/')}`
  const covers = [`/${fullPath}/-/tree/`, `/${fullPath}/-/blob/`]
  return [overview, { label: 'Files', icon: 'folder', href, covers }]
}

function groupEntries({ fullPath }: ShellContext): NavigationEntry[] {
  return [{ label: 'Group overview', icon: 'group', href: `/${fullPath}` }]
}

function settingsOf({ kind, fullPath }: ShellContext): NavigationGroup {
  const base = kind === 'project' ? `/${fullPath}/-/settings` : `/groups/${fullPath}/-/settings`
  return {
    label: 'Settings',
    icon: 'settings',
    entries: [{ label: 'Repository', href: `${base}/repository` }],
  }
}

export function isCurrent(link: NavigationLink, pathname: string): boolean {
  return pathname === link.href || (link.covers ?? []).some((prefix) => pathname.startsWith(prefix))
}
