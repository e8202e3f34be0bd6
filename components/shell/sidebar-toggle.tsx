'use client'

import { Button } from '@/components/ui/button'
import { rememberChoice, usePageClasses } from './page-class'
import { sidebarId } from './sidebar'

/** Two buttons, one shown at a time: the drawer's needs no script, the column's is remembered in a cookie. */
export function SidebarToggle() {
  const collapsed = usePageClasses((classes) => classes.contains('sidebar-collapsed'), false)
  return (
    <>
      <Button
        variant="tertiary"
        icon="hamburger"
        aria-label="Open navigation"
        popoverTarget={sidebarId}
        className="lg:hidden"
      />
      <Button
        variant="tertiary"
        icon="sidebar"
        aria-label={collapsed ? 'Expand sidebar' : 'Collapse sidebar'}
        aria-expanded={!collapsed}
        aria-controls={sidebarId}
        onClick={toggleSidebar}
        className="max-lg:hidden"
      />
    </>
  )
}

function toggleSidebar() {
  const collapsed = document.documentElement.classList.toggle('sidebar-collapsed')
  rememberChoice('sidebar', collapsed ? 'collapsed' : 'expanded')
}
