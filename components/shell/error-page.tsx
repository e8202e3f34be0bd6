'use client'

import { Button } from '@/components/ui/button'
import { StatusPage } from './status-page'

type ErrorPageProps = { error: unknown; retry: () => void }

/** Names no cause: the digest leads whoever runs the instance to the entry in the log. */
export function ErrorPage({ error, retry }: ErrorPageProps) {
  const digest = error instanceof Error && 'digest' in error ? String(error.digest) : undefined
  return (
    <StatusPage
      title="Something went wrong on our end"
      actions={
        <Button variant="confirm" onClick={retry}>
          Try again
        </Button>
      }
    >
      <p>Try again, or come back in a while.</p>
      {digest ? (
        <p className="mt-2">
          Error reference: <code className="font-mono">{digest}</code>
        </p>
      ) : null}
    </StatusPage>
  )
}
