import Link from 'next/link'
import { Avatar } from '@/components/ui/avatar'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { Icon } from '@/components/ui/icon'
import type { IconName } from '@/components/ui/icon-name'
import type { Viewer } from './shell-props'
import { ThemeChoice } from './theme-choice'

type UserMenuProps = { viewer: Viewer | undefined; signOutAction?: () => Promise<void> }

const menuId = 'user-menu'

/** A popover: the browser opens it, closes it on Escape or a press elsewhere, and gives the focus back. */
export function UserMenu({ viewer, signOutAction }: UserMenuProps) {
  return (
    <>
      <button
        type="button"
        popoverTarget={menuId}
        aria-label={viewer ? `${viewer.name}: user menu` : 'Appearance'}
        className="flex size-11 shrink-0 items-center justify-center rounded-lg hover:bg-gl-hover md:size-10"
      >
        {viewer ? <Avatar name={viewer.name} size={24} /> : <Icon name="preferences" />}
      </button>
      <div
        id={menuId}
        popover="auto"
        className="inset-auto top-15 right-2 w-64 rounded-lg border border-gl-strong bg-gl-overlap p-1 text-gl-default shadow-md md:top-13"
      >
        {viewer ? (
          <div className="mb-1 flex items-center gap-2 border-b px-3 py-2">
            <div className="min-w-0 grow">
              <div className="truncate font-semibold text-gl-heading">{viewer.name}</div>
              <div className="truncate text-gl-subtle">@{viewer.username}</div>
            </div>
            {viewer.isAdmin ? <Badge>Administrator</Badge> : null}
          </div>
        ) : null}
        {viewer ? (
          <ul className="mb-1 border-b pb-1">
            <MenuLink href="/-/user_settings/profile" icon="profile" label="Edit profile" />
            <MenuLink href="/-/profile/preferences" icon="preferences" label="Preferences" />
            {viewer.isAdmin ? <MenuLink href="/admin" icon="admin" label="Admin area" /> : null}
            <li>
              {/* a machine's door answers there: it is no page for Next to go to */}
              <a href="/api/v4/openapi.html" className={menuLinkClass}>
                <Icon name="doc-code" />
                API
              </a>
            </li>
          </ul>
        ) : null}
        <ThemeChoice isSignedIn={viewer !== undefined} />
        {viewer && signOutAction ? (
          <form action={signOutAction} className="mt-1 border-t pt-1">
            <Button type="submit" variant="tertiary" icon="leave" className="w-full justify-start!">
              Sign out
            </Button>
          </form>
        ) : null}
      </div>
    </>
  )
}

const menuLinkClass = 'flex min-h-11 items-center gap-2 rounded-lg px-3 hover:bg-gl-hover md:min-h-8'

function MenuLink({ href, icon, label }: { href: string; icon: IconName; label: string }) {
  return (
    <li>
      <Link href={href} prefetch={false} className={menuLinkClass}>
        <Icon name={icon} />
        {label}
      </Link>
    </li>
  )
}
