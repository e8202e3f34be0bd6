/** A version that is released. */
export interface ComposerVersion {
  /** As its users require it. */
  version: string
  /** Composer's one spelling, under which it takes two for the same. */
  normalized: string
}

const textMax = 255
/** A prerelease or patch, with its numbers; of the words that Composer knows the longest first. */
const modifier = String.raw`(?:[._-]?(stable|beta|alpha|patch|rc|pl|a|b|p)((?:[.-]?\d)*))?`
const build = String.raw`(?:\+[^\s,+]+)?`
const numbers = new RegExp(String.raw`^v?(\d{1,5})(\.\d+)?(\.\d+)?(\.\d+)?${modifier}${build}$`, 'i')
const date = new RegExp(String.raw`^v?(\d{4}(?:[.:-]?\d{2}){1,6}(?:[.:-]?\d{1,3})?)${modifier}${build}$`, 'i')
const numericBranch = /^v?(\d+)(\.(?:\d+|x))?(\.(?:\d+|x))?(\.(?:\d+|x))?$/i

/** Short for a stability; what is short for none stays as it is. */
const stabilities: Record<string, string> = { a: 'alpha', b: 'beta', p: 'patch', pl: 'patch', rc: 'RC' }

/**
 * The version that a tag names, without the v in front; undefined for what is none:
 * https://getcomposer.org/doc/articles/versions.md#tags
 */
export function versionOfTag(tag: string): ComposerVersion | undefined {
  if (tag.length > textMax) return undefined
  const plain = numbers.exec(tag)
  const [, stability, digits = ''] = plain?.slice(4) ?? date.exec(tag)?.slice(1) ?? []
  const base = plain ? fourNumbers(plain, '.0') : date.exec(tag)?.[1]?.replace(/\D/g, '.')
  if (base === undefined) return undefined
  return { version: tag.replace(/^v/i, ''), normalized: base + suffixOf(stability, digits) }
}

/**
 * The version that a branch is developed as: `dev-main` of main, and of a number what it leads to, `1.x-dev` of 1, 1.x and v1:
 * https://getcomposer.org/doc/articles/versions.md#branches
 */
export function versionOfBranch(branch: string): string {
  const numbers = numericBranch.exec(branch)
  // in a requirement, what follows a # is a commit
  if (!numbers) return `dev-${branch.replaceAll('#', '+')}`
  return `${fourNumbers(numbers, '.x')
    .toLowerCase()
    .replace(/(\.x)+$/, '.x')}-dev`
}

/** True for what a branch is developed as: it moves. */
export function isDevelopment(version: string): boolean {
  return /^dev-|-dev$/.test(version)
}

/** What is not said is `missing`. */
function fourNumbers([, major = '', ...rest]: RegExpExecArray, missing: string): string {
  return `${major}${[0, 1, 2].map((at) => rest[at] ?? missing).join('')}`
}

function suffixOf(stability: string | undefined, digits: string): string {
  const word = stability?.toLowerCase()
  if (word === undefined || word === 'stable') return ''
  return `-${stabilities[word] ?? word}${digits.replace(/^[.-]+/, '')}`
}
