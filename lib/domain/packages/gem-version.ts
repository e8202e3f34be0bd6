// Gem::Version's rules: https://docs.ruby-lang.org/en/3.3/Gem/Version.html

/** The parts of a version: numbers without leading zeros, and words. */
function partsOf(version: string): string[] {
  return (version.match(/\d+|[A-Za-z]+/g) ?? []).map((part) => part.replace(/^0+(?=\d)/, ''))
}

/** True for a version with a word in it. */
export function isPrerelease(version: string): boolean {
  return /[A-Za-z]/.test(version)
}

/** The one spelling of all versions that Ruby takes for the same: without zeros at its end, or before its first word. */
export function canonicalVersion(version: string): string {
  const parts = partsOf(version)
  const word = parts.findIndex((part) => !/\d/.test(part))
  const numbers = word === -1 ? parts : parts.slice(0, word)
  const rest = word === -1 ? [] : parts.slice(word)
  return [...withoutLastZeros(numbers), ...withoutLastZeros(rest)].join('.') || '0'
}

function withoutLastZeros(parts: readonly string[]): readonly string[] {
  return parts.slice(0, parts.findLastIndex((part) => part !== '0') + 1)
}

/** Below 0 when `left` comes before `right`: words before numbers, and numbers by their value. */
export function compareVersions(left: string, right: string): number {
  const [lefts, rights] = [partsOf(canonicalVersion(left)), partsOf(canonicalVersion(right))]
  for (let i = 0; i < Math.max(lefts.length, rights.length); i++) {
    const order = compareParts(lefts[i] ?? '0', rights[i] ?? '0')
    if (order !== 0) return order
  }
  return 0
}

function compareParts(left: string, right: string): number {
  if (left === right) return 0
  const [isWord, isOtherWord] = [/\D/.test(left), /\D/.test(right)]
  if (isWord !== isOtherWord) return isWord ? -1 : 1
  if (!isWord && left.length !== right.length) return left.length - right.length
  return left < right ? -1 : 1
}
