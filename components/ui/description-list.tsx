import type { ReactNode } from 'react'

export type Description = { term: string; details: ReactNode }

/** Facts about one thing: what it is called, and what it is. */
export function DescriptionList({ items }: { items: readonly Description[] }) {
  return (
    <dl className="rounded-lg border">
      {items.map(({ term, details }) => (
        <div key={term} className="flex gap-x-4 px-4 py-3 not-last:border-b">
          <dt className="w-28 shrink-0 sm:w-40 font-semibold text-gl-heading">{term}</dt>
          <dd className="min-w-0 grow wrap-anywhere">{details}</dd>
        </div>
      ))}
    </dl>
  )
}
