import type { ReactNode } from 'react'

interface AdvancedBlockProps {
  title: string
  children: ReactNode
  isDangerous?: boolean
}

/** One matter of the section. */
export function AdvancedBlock({ title, children, isDangerous }: AdvancedBlockProps) {
  return (
    <section>
      <h3 className={isDangerous ? 'mb-2 text-gl-h4 text-gl-danger' : 'mb-2 text-gl-h4'}>{title}</h3>
      {children}
    </section>
  )
}
