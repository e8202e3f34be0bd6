import type { ReactNode } from 'react'
import { type Breadcrumb, Breadcrumbs } from '@/components/ui/breadcrumbs'
import type { ShellContext, Viewer } from './shell-props'
import { Sidebar } from './sidebar'
import { TopBar } from './top-bar'

type PageProps = {
  viewer: Viewer | undefined
  context?: ShellContext
  breadcrumbs: readonly Breadcrumb[]
  children: ReactNode
  signOutAction?: () => Promise<void>
  /** Where visitors sign in; without it they see no such link. */
  signInHref?: string
}

const contentId = 'content-body'

/** Every page but the bare ones (sign-in, errors): top bar, sidebar of a project or a group, breadcrumbs, content. */
export function Page({ viewer, context, breadcrumbs, children, signOutAction, signInHref }: PageProps) {
  return (
    <>
      <a
        href={`#${contentId}`}
        className="fixed top-2 left-2 z-50 rounded-lg bg-gl-overlap px-4 py-3 text-gl-link shadow-md not-focus:sr-only"
      >
        Skip to main content
      </a>
      <TopBar
        viewer={viewer}
        hasSidebar={Boolean(context)}
        signOutAction={signOutAction}
        signInHref={signInHref}
      />
      <div className="flex">
        {context ? <Sidebar context={context} /> : null}
        <div className="flex min-h-[calc(100dvh-3.5rem)] min-w-0 grow flex-col border border-gl-subtle bg-gl-default max-md:border-x-0 md:mx-2 md:mb-2 md:rounded-lg">
          {breadcrumbs.length > 0 ? (
            <div className="border-b border-gl-subtle px-4 md:py-2">
              <Breadcrumbs items={breadcrumbs} />
            </div>
          ) : null}
          <main id={contentId} tabIndex={-1} className="mx-auto w-full max-w-7xl grow px-4 py-4 outline-none">
            {children}
          </main>
        </div>
      </div>
    </>
  )
}
