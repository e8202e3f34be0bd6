import type { Metadata } from 'next'
import { StatusPage } from '@/components/shell/status-page'
import { LinkButton } from '@/components/ui/link-button'

export const metadata: Metadata = { title: 'Not Found' }

export default function NotFound() {
  return (
    <StatusPage
      title="Page not found"
      actions={
        <LinkButton href="/" variant="confirm">
          Go to homepage
        </LinkButton>
      }
    >
      Make sure the address is correct and the page has not moved.
    </StatusPage>
  )
}
