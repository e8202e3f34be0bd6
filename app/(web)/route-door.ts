/** The full path in a catch-all's segments, as they were sent; '' where there is none to read. */
export function fullPathIn(segments: string[]): string {
  const names = segments.map(decode)
  return names.every((name) => name && !name.includes('/')) ? names.join('/') : ''
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return ''
  }
}

/** A download that is refused: who signs in may get it, or there is no such thing for them. */
export function refuseDownload(status: 401 | 404): Response {
  return new Response(status === 401 ? 'Sign in first.\n' : 'Not found.\n', {
    status,
    headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store, private' },
  })
}
