import type { ReactNode } from 'react'
import { TicketLagProvider } from '@/components/container-registry/ticket-lag'
import { Page } from '@/components/shell/page'
import type { ShellContext } from '@/components/shell/shell-props'
import type { Breadcrumb } from '@/components/ui/breadcrumbs'
import { signOutAction } from '@/lib/actions/session'
import { type Ability, decide } from '@/lib/domain/ability'
import type { Actor } from '@/lib/domain/actor'
import type { Group, Project } from '@/lib/domain/project'
import { ticketSecondsMax } from '@/lib/domain/registry-ticket'
import { env } from '@/lib/env'
import { signInPath } from './page-door'

interface FrameProps {
  actor: Actor
  /** The project or group whose sidebar and breadcrumbs the page stands in. */
  inside?: Project | Group
  /** Or the part of the product, which has a sidebar too. */
  area?: keyof typeof areas
  breadcrumbs?: Breadcrumb[]
  here: string
  children: ReactNode
}

const areas = {
  admin: {
    context: { kind: 'admin', name: 'Admin area' },
    home: { label: 'Admin area', href: '/admin' },
  },
  user: {
    context: { kind: 'user', name: 'User settings' },
    home: { label: 'User settings', href: '/-/user_settings/profile' },
  },
} as const satisfies Record<string, { context: ShellContext; home: Breadcrumb }>

/** The shell around every page of the product. */
export function Frame({ actor, inside, area, breadcrumbs = [], here, children }: FrameProps) {
  return (
    <Page
      viewer={actor.kind === 'user' ? actor : undefined}
      context={inside ? contextOf(actor, inside) : area && areas[area].context}
      breadcrumbs={[...(inside ? trailOf(inside) : []), ...(area ? [areas[area].home] : []), ...breadcrumbs]}
      signOutAction={signOutAction}
      signInHref={signInPath(here)}
    >
      <TicketLagProvider seconds={env.registry.kind === 'external' ? ticketSecondsMax.external : undefined}>
        {children}
      </TicketLagProvider>
    </Page>
  )
}

function contextOf(actor: Actor, inside: Project | Group): ShellContext {
  const { kind, name, fullPath } = inside
  const hasFiles = inside.kind === 'project' && may(actor, 'download_code', inside)
  return {
    kind,
    name,
    fullPath,
    defaultBranch: hasFiles ? inside.defaultBranch : undefined,
    canReadMembers: may(actor, 'read_members', inside),
    canReadPackages: may(actor, 'read_packages', inside),
    canReadImages: may(actor, 'read_images', inside),
    canManage: may(actor, 'manage_deploy_tokens', inside),
  }
}

/** Whether a page offers something; what it leads to decides again by itself. */
export function may(actor: Actor, ability: Ability, thing: Project | Group): boolean {
  return decide(actor, ability, thing) === 'allow'
}

function trailOf({ ancestors, name, fullPath }: Project | Group): Breadcrumb[] {
  return [...ancestors, { name, fullPath }].map((step) => ({ label: step.name, href: `/${step.fullPath}` }))
}
