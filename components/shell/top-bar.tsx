import Form from 'next/form'
import Link from 'next/link'
import { LinkButton } from '@/components/ui/link-button'
import { SearchInput } from '@/components/ui/search-input'
import { BrandMark } from './brand-mark'
import type { Viewer } from './shell-props'
import { SidebarToggle } from './sidebar-toggle'
import { UserMenu } from './user-menu'

type TopBarProps = {
  viewer: Viewer | undefined
  hasSidebar: boolean
  signOutAction?: () => Promise<void>
  signInHref?: string
}

export function TopBar({ viewer, hasSidebar, signOutAction, signInHref }: TopBarProps) {
  return (
    <header className="sticky top-0 z-30 flex h-14 items-center gap-2 bg-gl-chrome px-2 md:h-12">
      {hasSidebar ? <SidebarToggle /> : null}
      <Link
        href="/"
        prefetch={false}
        aria-label="Latchkey, homepage"
        className="flex min-h-11 min-w-11 items-center justify-center gap-2 rounded-lg px-2 font-semibold text-gl-heading md:min-h-8"
      >
        <BrandMark />
        <span className="max-sm:hidden">Latchkey</span>
      </Link>
      <Form action="/" role="search" className="mx-auto min-w-0 max-w-lg grow">
        <SearchInput name="search" label="Search projects and groups" />
      </Form>
      {!viewer && signInHref ? <LinkButton href={signInHref}>Sign in</LinkButton> : null}
      <UserMenu viewer={viewer} signOutAction={signOutAction} />
    </header>
  )
}
