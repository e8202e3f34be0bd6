/** YAML lists of lists, each ten times as long as the one before, from the anchor `first` on. */
export function yamlBomb(first: string, depth: number): string {
  const names = [first, ...Array.from({ length: depth }, (_, i) => `b${i}`)]
  const lists = names
    .slice(1)
    .map((name, i) => `${name}: &${name} [${Array(10).fill(`*${names[i]}`).join(',')}]`)
  return lists.join('\n')
}
