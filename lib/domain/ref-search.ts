/** What a branch's or tag's name is looked for by. */
export interface RefSearch {
  text: string
  fromStart: boolean
  toEnd: boolean
}

/** GitLab's search: `^text` begins so, `text$` ends so, anything else is part of the name; in any case. */
export function parseRefSearch(sent: string): RefSearch {
  const fromStart = sent.startsWith('^')
  const toEnd = sent.endsWith('$')
  const text = sent.slice(fromStart ? 1 : 0, toEnd ? -1 : undefined)
  return { text: text.toLowerCase(), fromStart, toEnd }
}

export function isMatch({ text, fromStart, toEnd }: RefSearch, name: string): boolean {
  const lower = name.toLowerCase()
  if (fromStart && toEnd) return lower === text
  if (fromStart) return lower.startsWith(text)
  return toEnd ? lower.endsWith(text) : lower.includes(text)
}
