export interface Row {
  what: string
  measured: string
  /** How far the rounds lie apart, and how many there were. */
  spread?: string
  aim?: { text: string; isMet: boolean }
}

/** What one measurement found. */
export interface Part {
  title: string
  rows: Row[]
  /** What the reader must know to read the rows, one sentence each. */
  notes: string[]
}

interface Report {
  title: string
  machine: string
  parts: Part[]
}

/** The whole report: one table over all parts, then their notes. */
export function toMarkdown({ title, machine, parts }: Report): string {
  const lines = parts.flatMap((part) => [
    line([`**${part.title}**`, '', '', '', '']),
    ...part.rows.map(toLine),
  ])
  const notes = parts.map(
    (part) => `**${part.title}**\n\n${part.notes.map((note) => `- ${note}`).join('\n')}\n`,
  )
  return `# ${title}

${machine}

| what | measured | lowest – highest | aim | met |
|---|---|---|---|---|
${lines.join('\n')}

${notes.join('\n')}`
}

function toLine({ what, measured, spread = '', aim }: Row): string {
  return line([what, measured, spread, aim?.text ?? '', aim ? (aim.isMet ? 'yes' : '**no**') : ''])
}

function line(cells: string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`
}

export function milliseconds(value: number): string {
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`
}

export function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`
}

export function kilobytes(bytes: number): string {
  return `${(bytes / 1e3).toFixed(1)} kB`
}

export function factor(value: number): string {
  return value.toFixed(2)
}

export function count(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 0 })
}
