export const pathSegmentsMax = 64

/** True for a path that git stores as it stands: no empty, `.` or `..` segment, which git would resolve. */
export function isTreePath(path: string): boolean {
  const segments = path.split('/')
  if (path.includes('\0') || segments.length > pathSegmentsMax) return false
  return segments.every((segment) => segment !== '' && segment !== '.' && segment !== '..')
}
