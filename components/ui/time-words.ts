const units = [
  ['year', 365 * 24 * 3600],
  ['month', 30 * 24 * 3600],
  ['week', 7 * 24 * 3600],
  ['day', 24 * 3600],
  ['hour', 3600],
  ['minute', 60],
] as const

const relative = new Intl.RelativeTimeFormat('en')
const day = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' })
const timeOf24 = new Intl.DateTimeFormat('en-US', {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZone: 'UTC',
})
const timeOf12 = new Intl.DateTimeFormat('en-US', {
  hour: 'numeric',
  minute: '2-digit',
  hourCycle: 'h12',
  timeZone: 'UTC',
})

/** "in 4 days", "2 hours ago", "just now": whole units, never more time than there is. */
export function relativeWords(date: Date, now: Date): string {
  const seconds = (date.getTime() - now.getTime()) / 1000
  const unit = units.find(([, length]) => Math.abs(seconds) >= length)
  if (!unit) return seconds > 0 ? 'in less than a minute' : 'just now'
  return relative.format(Math.trunc(seconds / unit[1]), unit[0])
}

/** "Mar 15, 2024": the day in UTC, the same on every machine. */
export function dayWords(date: Date): string {
  return day.format(date)
}

/** "Mar 15, 2024, 14:34 UTC", or "Mar 15, 2024, 2:34 PM UTC" */
export function momentWords(date: Date, countsToTwelve = false): string {
  // browsers differ in the space before PM; where server and browser differ, React renders the page twice
  const time = (countsToTwelve ? timeOf12 : timeOf24).format(date).replace(/\s/g, ' ')
  return `${dayWords(date)}, ${time} UTC`
}
