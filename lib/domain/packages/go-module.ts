/** A module of a project's repository, as its path says: https://go.dev/ref/mod#vcs-dir */
export interface GoModule {
  path: string
  /** From 2 on, where the path ends in it; otherwise versions are v0 and v1. */
  major: number | undefined
  /** What stands before the version in the tags of this module: '' or its directory, with a slash. */
  tagPrefix: string
  /** Where its go.mod may be: '' for the top. The first of them that has one counts. */
  directories: readonly string[]
}

/**
 * The module of this path in the repository whose own path, with the host's name, is `root`; undefined for one of
 * another repository. A path that ends in `/v2` is of the directory above, or of one named so in it.
 */
export function goModuleIn(root: string, path: string): GoModule | undefined {
  if (path !== root && !path.startsWith(`${root}/`)) return undefined
  const major = majorOf(path)
  const below = path.slice(root.length + 1)
  const isMarked = below !== '' && major !== undefined
  const directory = isMarked ? below.replace(/(?:^|\/)v\d+$/, '') : below
  return {
    path,
    major,
    tagPrefix: directory === '' ? '' : `${directory}/`,
    directories: isMarked ? [below, directory] : [directory],
  }
}

/** The major version that a module's path ends in; undefined for v0 and v1, which have none. */
export function majorOf(path: string): number | undefined {
  const digits = /\/v([1-9]\d*)$/.exec(path)?.[1]
  return digits === undefined || digits === '1' ? undefined : Number(digits)
}

/** What a go.mod says of its module: https://go.dev/ref/mod#go-mod-file-module */
export interface GoMod {
  modulePath: string | undefined
  /** The language version, as `1.24`. */
  goVersion: string | undefined
}

/** Reads of a go.mod what counts here; what else it says is for the client, which checks all of it. */
export function readGoMod(text: string): GoMod {
  const lines = text.split(/\r?\n/).map((line) => line.replace(/\/\/.*$/, '').trim())
  const word = (pattern: RegExp) => lines.map((line) => pattern.exec(line)?.[1]).find(Boolean)
  return {
    modulePath: word(/^module\s+["`]?([^\s"`]+)["`]?$/),
    goVersion: word(/^go\s+(\S+)$/),
  }
}
