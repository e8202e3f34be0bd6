/** Joins the classes that apply. It settles no conflicts: pass `className` for place (margin, width), not for looks. */
export function classNames(...parts: (string | false | undefined)[]): string {
  return parts.filter(Boolean).join(' ')
}
