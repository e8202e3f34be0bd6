/** The address of a page of a group or project in its parts, none of them percent-encoded. */
export interface PlaceAddress {
  /** `/groups` before the full path, or ''. */
  prefix: string
  fullPath: string
  /** What follows the full path: '' or `/-/…` or `/edit`. */
  rest: string
}

/** The parts of a decoded address; undefined where it is no such page. Neither `-` nor `edit` is anybody's name. */
export function readPlaceAddress(here: string): PlaceAddress | undefined {
  const prefix = here.startsWith('/groups/') ? '/groups' : ''
  const path = here.slice(prefix.length + 1)
  const [, fullPath = '', rest = ''] = /^(.*?)(\/-\/.*|\/edit)?$/s.exec(path) ?? []
  return fullPath === '' || fullPath === '-' || fullPath.startsWith('-/')
    ? undefined
    : { prefix, fullPath, rest }
}

/** The address of these parts, encoded. */
export function placeAddress({ prefix, fullPath, rest }: PlaceAddress): string {
  return `${prefix}/${fullPath}${rest.split('/').map(encodeURIComponent).join('/')}`
}
