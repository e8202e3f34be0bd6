/**
 * What every git process is told, beside what it is asked to do. Nothing is inherited: neither the configuration of
 * the machine or of its user, nor GIT_* variables, nor hooks. Read with `git help config`.
 */
const settings = {
  'core.hooksPath': '/dev/null',
  // `committed` leaves out references (git 2.39): only `all` makes an acknowledged push survive a power cut
  'core.fsync': 'all',
  // larger blobs are streamed, and are neither held in memory nor compared with others
  'core.bigFileThreshold': '50m',
  'protocol.allow': 'never',
  // the data directory may belong to another uid (a mounted volume); who owns it is not how access is decided here
  'safe.directory': '*',

  // upkeep runs after pushes, one repository at a time: see repository-upkeep
  'gc.auto': '0',
  'maintenance.auto': 'false',
  'receive.autogc': 'false',

  'transfer.fsckObjects': 'true',
  'receive.fsckObjects': 'true',
  // flaws of old public histories that harm nobody; GitLab's Gitaly lets the same three pass
  'receive.fsck.badTimezone': 'ignore',
  'receive.fsck.missingSpaceBeforeDate': 'ignore',
  'receive.fsck.zeroPaddedFilemode': 'ignore',
  'receive.advertisePushOptions': 'false',
  'receive.shallowUpdate': 'false',
  'receive.maxInputSize': '10g',
  // a push is kept as the pack it came as: two files to make durable, not hundreds
  'transfer.unpackLimit': '1',
  'fastimport.unpackLimit': '1',

  // v2 never restricts wants, v0 partial clones need them, and a repository has no hidden refs
  'uploadpack.allowAnySHA1InWant': 'true',
  'uploadpack.allowFilter': 'true',
  'uploadpackfilter.sparse:oid.allow': 'false',

  // git packs tar.gz itself; this it starts, in its own process group and with its own search path
  'tar.tar.bz2.command': 'bzip2 -c',

  'pack.windowMemory': '128m',
  'repack.updateServerInfo': 'false',
} as const satisfies Record<string, string>

/**
 * Only branches and tags are written: no refs/replace, refs/notes, refs/keep-around …, and none whose short name
 * reads as another ref's (`HEAD`, `refs/heads/main`). The last match decides.
 */
const hiddenFromPushes = [
  'refs',
  '!refs/heads',
  '!refs/tags',
  ...['refs/heads', 'refs/tags'].flatMap((kind) => [`${kind}/HEAD`, `${kind}/refs`]),
]

const fixed = [
  ...Object.entries(settings).map(([name, value]) => `${name}=${value}`),
  ...hiddenFromPushes.map((pattern) => `receive.hideRefs=${pattern}`),
].flatMap((setting) => ['-c', setting])

/** The options before git's verb; `threads` bounds what packing may use. */
export function gitOptions(threads: number): string[] {
  return [...fixed, '-c', `pack.threads=${threads}`]
}

/** The whole environment of a git process; `protocol` is what a client sent as Git-Protocol. */
export function gitEnvironment(
  searchPath: string | undefined,
  protocol: string | undefined,
): NodeJS.ProcessEnv {
  return {
    ...environment,
    ...(searchPath && { PATH: searchPath }),
    ...(protocol && /^version=[012]$/.test(protocol) && { GIT_PROTOCOL: protocol }),
  }
}

const environment = {
  NODE_ENV: 'production', // means nothing to git; Next's types ask for it in every environment
  LC_ALL: 'C',
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_ATTR_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_LITERAL_PATHSPECS: '1',
  // no single object may need more: a few kilobytes of deltas can describe terabytes (git's wrapper.c)
  GIT_ALLOC_LIMIT: '2g',
} as const
