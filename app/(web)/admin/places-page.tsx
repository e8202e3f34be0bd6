import { Frame } from '@/app/(web)/frame'
import { PlaceList } from '@/components/admin/place-list'
import { LinkButton } from '@/components/ui/link-button'
import { placeListQuery } from '@/lib/domain/admin-list'
import type { HolderKind } from '@/lib/domain/holder'
import { listPlaces } from '@/lib/services/instance/list-places'
import { administratorAt } from './administrator'

interface PlacesPageProps {
  kind: HolderKind
  searchParams: Record<string, string | string[] | undefined>
}

const titles = { group: 'Groups', project: 'Projects' } as const

/** All groups, or all projects, of the instance. */
export async function PlacesPage({ kind, searchParams }: PlacesPageProps) {
  const here = `/admin/${kind}s`
  const actor = await administratorAt(here)
  const query = placeListQuery.parse(searchParams)
  const { places, total } = await listPlaces(actor, kind, query)
  return (
    <Frame actor={actor} here={here} area="admin" breadcrumbs={[{ label: titles[kind] }]}>
      <div className="mb-4 flex flex-wrap items-center gap-2">
        <h1 className="grow text-gl-h1">{titles[kind]}</h1>
        <LinkButton href={`/${kind}s/new`} variant="confirm">
          New {kind}
        </LinkButton>
      </div>
      <PlaceList
        kind={kind}
        query={query}
        places={places.map((place) => ({ ...place, createdAt: place.createdAt.toISOString() }))}
        total={total}
      />
    </Frame>
  )
}
