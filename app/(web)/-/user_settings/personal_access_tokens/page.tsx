import type { Metadata } from 'next'
import { Frame } from '@/app/(web)/frame'
import { requireUser } from '@/app/(web)/page-door'
import { PersonalAccessTokens } from '@/components/personal-access-tokens/personal-access-tokens'
import type { PersonalScope } from '@/lib/domain/personal-scope'
import { presentPersonalTokenPage } from '@/lib/domain/personal-token-view'
import { openPersonalAccessTokens } from '@/lib/services/personal-access-tokens/open-personal-access-tokens'

export const metadata: Metadata = { title: 'Personal access tokens' }

const here = '/-/user_settings/personal_access_tokens'

/** One's own personal access tokens; `?name=…&scopes=api,read_user` opens the form with these, as in GitLab. */
export default async function PersonalAccessTokensPage({
  searchParams,
}: PageProps<'/-/user_settings/personal_access_tokens'>) {
  const query = await searchParams
  const actor = await requireUser(here + questionOf(query))
  const { tokens, scopes, lifetimeDaysMax } = await openPersonalAccessTokens(actor)
  return (
    <Frame actor={actor} area="user" here={here} breadcrumbs={[{ label: 'Personal access tokens' }]}>
      <h1 className="mb-2 text-gl-h1">Personal access tokens</h1>
      <p className="mb-6 text-gl-subtle">
        You can generate a personal access token for each application you use that needs access to the API.
        You can also use personal access tokens to authenticate against Git over HTTP.
      </p>
      <PersonalAccessTokens
        limits={{ now: tokens.now.toISOString(), lifetimeDaysMax }}
        offered={scopes}
        suggestion={suggestionIn(query, scopes)}
        initialPage={presentPersonalTokenPage(tokens)}
      />
    </Frame>
  )
}

type Query = Record<string, string | string[] | undefined>

function suggestionIn(query: Query, offered: readonly PersonalScope[]) {
  const [name, description, wanted] = ['name', 'description', 'scopes'].map((key) => textOf(query[key]))
  if (!name && !wanted) return undefined
  const asked = (wanted ?? '').split(/[\s,]+/)
  return {
    name: name ?? '',
    description: description ?? '',
    scopes: offered.filter((scope) => asked.includes(scope)),
  }
}

/** What followed the address, so that it is still there after a sign-in. */
function questionOf(query: Query): string {
  const asked = ['name', 'description', 'scopes'].flatMap((key) => {
    const text = textOf(query[key])
    return text ? [[key, text]] : []
  })
  return asked.length > 0 ? `?${new URLSearchParams(asked)}` : ''
}

function textOf(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value.slice(0, 255) : undefined
}
