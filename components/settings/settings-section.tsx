'use client'

import { type MouseEvent, type ReactNode, type RefObject, useEffect, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { classNames } from '@/components/ui/class-names'

type SettingsSectionProps = {
  /** The anchor: opening the page with `#id` in its address expands the section and scrolls to it. */
  id: string
  title: string
  description: ReactNode
  children: ReactNode
  initiallyExpanded?: boolean
  'data-testid'?: string
}

/**
 * GitLab's expandable block of a settings page. Until the scripts run, the title is a link to the section's own anchor
 * and CSS shows the content of a section that is the page's target.
 */
export function SettingsSection({
  id,
  title,
  description,
  children,
  initiallyExpanded = false,
  ...rest
}: SettingsSectionProps) {
  const section = useRef<HTMLElement>(null)
  const [expanded, setExpanded] = useState(initiallyExpanded)
  const ready = useAnchor(section, setExpanded)
  const toggle = (event: MouseEvent) => {
    event.preventDefault()
    setExpanded(!expanded)
  }
  return (
    <section
      {...rest}
      ref={section}
      id={id}
      aria-labelledby={`${id}-title`}
      data-ready={ready || undefined}
      className="group/section scroll-mt-16 border-b py-6"
    >
      <div className="flex gap-2">
        <Button
          variant="tertiary"
          size="small"
          icon={expanded ? 'chevron-down' : 'chevron-right'}
          aria-label={`${expanded ? 'Collapse' : 'Expand'} ${title}`}
          aria-expanded={expanded}
          aria-controls={`${id}-content`}
          onClick={toggle}
          className="-my-2 self-start md:my-0.5"
        />
        <div className="min-w-0">
          <h2 id={`${id}-title`} className="text-gl-h2">
            <a
              href={`#${id}`}
              tabIndex={-1}
              onClick={toggle}
              className="max-md:-my-2.5 max-md:inline-block max-md:py-2.5"
            >
              {title}
            </a>
          </h2>
          <p className="mt-1 text-gl-subtle">{description}</p>
        </div>
      </div>
      <div
        id={`${id}-content`}
        className={classNames(
          'pt-6 md:pl-8',
          !expanded && 'hidden group-[:target:not([data-ready])]/section:block',
        )}
      >
        {children}
      </div>
    </section>
  )
}

/** Expands and scrolls when the page's anchor is the section or something in it, now or later. True once it listens. */
function useAnchor(
  section: RefObject<HTMLElement | null>,
  setExpanded: (expanded: boolean) => void,
): boolean {
  const [target, setTarget] = useState<Element | null>()
  useEffect(() => {
    const follow = () => {
      const element = document.getElementById(location.hash.slice(1))
      const inside = section.current?.contains(element) ? element : null
      setTarget(inside)
      if (inside) setExpanded(true)
    }
    follow()
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [section, setExpanded])
  // After the content has been shown: before, the page may be too short to scroll.
  useEffect(() => {
    target?.scrollIntoView()
  }, [target])
  return target !== undefined
}
