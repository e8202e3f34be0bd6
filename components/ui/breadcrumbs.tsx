import Link from 'next/link'

export type Breadcrumb = { label: string; href?: string }

type BreadcrumbsProps = { items: readonly Breadcrumb[] }

/** From the top down; the last one is this page. */
export function Breadcrumbs({ items }: BreadcrumbsProps) {
  return (
    <nav aria-label="Breadcrumbs" className="min-w-0">
      <ol className="flex flex-wrap items-center gap-x-2">
        {items.map((item, index) => (
          <li key={`${item.href} ${item.label}`} className="flex min-w-0 items-center gap-x-2">
            {index > 0 ? (
              <span aria-hidden="true" className="text-(--gl-breadcrumb-separator-color)">
                /
              </span>
            ) : null}
            <Crumb item={item} last={index === items.length - 1} />
          </li>
        ))}
      </ol>
    </nav>
  )
}

function Crumb({ item, last }: { item: Breadcrumb; last: boolean }) {
  const shape = 'truncate rounded-sm py-3 md:py-1'
  if (last) {
    return (
      <span aria-current="page" className={`${shape} font-semibold text-gl-heading`}>
        {item.label}
      </span>
    )
  }
  if (!item.href) return <span className={`${shape} text-gl-subtle`}>{item.label}</span>
  return (
    <Link href={item.href} prefetch={false} className={`${shape} text-gl-subtle hover:underline`}>
      {item.label}
    </Link>
  )
}
