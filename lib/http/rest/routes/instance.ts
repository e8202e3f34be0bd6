import { z } from '@hono/zod-openapi'
import { env } from '@/lib/env'
import { endpoint, type Rest } from '@/lib/http/rest/endpoint'
import { forProfile, signedIn } from '@/lib/http/rest/who'

/** The GitLab whose API this is; clients ask before they use what is newer. */
const version = '18.0.0'
const revision = 'latchkey'

const versionView = z.object({ version: z.string(), revision: z.string() })
const metadataView = versionView.extend({
  kas: z.object({ enabled: z.boolean(), externalUrl: z.null(), version: z.null() }),
  enterprise: z.boolean(),
  external_url: z.string(),
})

/** What clients ask of the instance itself. */
export function addInstance(rest: Rest): void {
  const common = { method: 'get', who: signedIn, scopes: forProfile } as const
  endpoint(
    rest,
    { ...common, path: '/version', summary: 'The GitLab whose API this is', answer: versionView },
    () => ({ version, revision }),
  )
  endpoint(
    rest,
    { ...common, path: '/metadata', summary: 'What this instance is', answer: metadataView },
    () => ({
      version,
      revision,
      kas: { enabled: false, externalUrl: null, version: null },
      enterprise: false,
      external_url: env.url,
    }),
  )
}
