import Link from 'next/link'
import { DescriptionList } from '@/components/ui/description-list'
import { Icon } from '@/components/ui/icon'
import type { IconName } from '@/components/ui/icon-name'

interface InstanceOverviewProps {
  projects: number
  groups: number
  users: number
  liveTokens: number
  version: string
  databaseVersion: string
}

/** How much there is, each count leading to its list, and what runs it. */
export function InstanceOverview(props: InstanceOverviewProps) {
  const { projects, groups, users, liveTokens, version, databaseVersion } = props
  const counts: { label: string; count: number; icon: IconName; href: string }[] = [
    { label: 'Projects', count: projects, icon: 'project', href: '/admin/projects' },
    { label: 'Groups', count: groups, icon: 'group', href: '/admin/groups' },
    { label: 'Users', count: users, icon: 'users', href: '/admin/users' },
    { label: 'Active deploy tokens', count: liveTokens, icon: 'token', href: '/admin/deploy_tokens' },
  ]
  return (
    <>
      <ul className="mb-6 grid gap-4 sm:grid-cols-2 xl:grid-cols-4">
        {counts.map(({ label, count, icon, href }) => (
          <li key={label}>
            <Link
              href={href}
              prefetch={false}
              className="flex flex-col gap-1 rounded-lg border p-4 hover:bg-gl-hover"
            >
              <span className="flex items-center gap-2 text-gl-subtle">
                <Icon name={icon} />
                {label}
              </span>
              <span className="text-gl-h1 text-gl-heading">{count.toLocaleString('en-US')}</span>
            </Link>
          </li>
        ))}
      </ul>
      <h2 className="mb-4 text-gl-h2">Components</h2>
      <DescriptionList
        items={[
          { term: 'Latchkey', details: version },
          { term: 'PostgreSQL', details: databaseVersion },
        ]}
      />
    </>
  )
}
