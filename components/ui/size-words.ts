const units = ['KiB', 'MiB', 'GiB', 'TiB'] as const

/** "512 B", "1.5 KiB", "2.0 GiB": a number of bytes for people. */
export function sizeWords(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  const power = Math.min(Math.floor(Math.log2(bytes) / 10), units.length)
  return `${(bytes / 1024 ** power).toFixed(1)} ${units[power - 1]}`
}
