const form =
  /^(\d{4})(-?)(\d\d)\2(\d\d)(?:[Tt ](\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?(?:Z|z| ?UTC|([+-])(\d\d)(?::?(\d\d))?)?)?$/

const earliest = Date.UTC(1000, 0, 1)
const latest = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

/**
 * The instant that a date or time in ISO 8601 names, to the millisecond; without a zone it is UTC, and a date alone its
 * first moment. Undefined for anything else, for days and times that are none, and outside the years 1000 to 9999.
 */
export function instantOf(text: string): Date | undefined {
  const [
    ,
    year,
    ,
    month,
    day,
    hour = '0',
    minute = '0',
    second = '0',
    fraction = '0',
    sign,
    zoneHours,
    zoneMinutes,
  ] = form.exec(text) ?? []
  if (!isDay(Number(year), Number(month), Number(day))) return undefined
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined
  const offset = (Number(zoneHours ?? 0) * 60 + Number(zoneMinutes ?? 0)) * (sign === '-' ? -1 : 1)
  if (Math.abs(offset) > 14 * 60 || Number(zoneMinutes ?? 0) > 59) return undefined
  const milliseconds = Number(fraction.padEnd(3, '0').slice(0, 3))
  const at = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  )
  const instant = at + milliseconds - offset * 60_000
  return instant >= earliest && instant <= latest ? new Date(instant) : undefined
}

/** True for a day of the calendar; Date would take the 30th of February for the 2nd of March. */
function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day))
  return year >= 1000 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}
