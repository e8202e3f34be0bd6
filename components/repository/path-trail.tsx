import Link from 'next/link'
import { Icon } from '@/components/ui/icon'
import { filesHref } from './files-href'

interface PathTrailProps {
  fullPath: string
  revision: { name: string; path: string }
}

/** The way from the top of the repository to what is shown. */
export function PathTrail({ fullPath, revision }: PathTrailProps) {
  const steps = revision.path.split('/').filter(Boolean)
  return (
    <nav aria-label="Path in the repository" className="mb-4 flex flex-wrap items-center gap-x-2 text-gl-h4">
      <Icon name="branch" />
      <Link href={filesHref(fullPath, 'tree', revision.name, '')} prefetch={false} className="wrap-anywhere">
        {revision.name}
      </Link>
      {steps.map((step, index) => (
        <Step
          key={steps.slice(0, index + 1).join('/')}
          name={step}
          href={
            index < steps.length - 1
              ? filesHref(fullPath, 'tree', revision.name, steps.slice(0, index + 1).join('/'))
              : undefined
          }
        />
      ))}
    </nav>
  )
}

function Step({ name, href }: { name: string; href: string | undefined }) {
  return (
    <>
      <span aria-hidden="true">/</span>
      {href ? (
        <Link href={href} prefetch={false} className="wrap-anywhere">
          {name}
        </Link>
      ) : (
        <span className="wrap-anywhere">{name}</span>
      )}
    </>
  )
}
