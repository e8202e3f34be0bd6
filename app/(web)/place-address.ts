/** The address of a page of a group or project in its parts. */
export interface PlaceAddress {
  /** `/groups` before the full path, or ''. */
  prefix: string
  fullPath: string
  /** What follows the full path, not percent-encoded: '' or `/-/…`, `/edit` or `/container_registry…`. */
  rest: string
  /** As it was sent, with its question mark; '' where there is none. */
  query: string
}

/**
 * The parts of an address whose path is decoded; undefined where it is no such page. Neither `-` nor `edit` nor
 * `container_registry` is anybody's name; in the name of a file a question mark is one.
 */
export function readPlaceAddress(here: string): PlaceAddress | undefined {
  const isFile = /\/-\/(tree|blob)\//.test(here)
  const path = isFile ? here : here.replace(/\?.*/s, '')
  const prefix = path.startsWith('/groups/') ? '/groups' : ''
  const [, fullPath = '', rest = ''] =
    /^(.*?)(\/-\/.*|\/edit|\/container_registry(?:\/\d+)?)?$/s.exec(path.slice(prefix.length + 1)) ?? []
  if (fullPath === '' || fullPath === '-' || fullPath.startsWith('-/')) return undefined
  return { prefix, fullPath, rest, query: here.slice(path.length) }
}

/** The address of these parts, encoded. */
export function placeAddress({ prefix, fullPath, rest, query }: PlaceAddress): string {
  return `${prefix}/${fullPath}${rest.split('/').map(encodeURIComponent).join('/')}${query}`
}
