'use client'

import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { type TimeChoice, TimeChoiceProvider } from '@/components/ui/time-choice'
import { Toaster } from '@/components/ui/toast'

/** One query client per browser, and per request on the server, where a shared one would mix up people's data. */
export function Providers({ times, children }: { times: TimeChoice; children: ReactNode }) {
  const [queryClient] = useState(newQueryClient)
  return (
    <QueryClientProvider client={queryClient}>
      <TimeChoiceProvider choice={times}>{children}</TimeChoiceProvider>
      <Toaster />
    </QueryClientProvider>
  )
}

function newQueryClient() {
  // The page has just been rendered with this data: fetching it again at once would be for nothing.
  // And the server may be this machine: a browser that calls itself offline asks all the same, and says what came of it.
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 30_000, networkMode: 'always' },
      mutations: { networkMode: 'always' },
    },
  })
}
