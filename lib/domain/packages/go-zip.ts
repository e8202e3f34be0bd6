import { DomainError } from '@/lib/domain/error'

/** A file of a repository's tree, or what else git keeps in one. */
export interface TreeFile {
  /** As git writes it: 100644 and 100755 are files. */
  mode: string
  id: string
  path: string
  bytes?: number
}

export interface ModuleFile {
  /** Below the module's own directory. */
  name: string
  id: string
  bytes: number
}

const unpackedBytesMax = 500 * 1024 * 1024
/** Of a go.mod and of a LICENSE. */
export const goModBytesMax = 16 * 1024 * 1024
const windowsNames = /^(?:con|prn|aux|nul|com[1-9]|lpt[1-9])$/i

/**
 * Those files of the module in this directory that belong into its archive: not those of modules and vendored packages
 * in it, nor links and submodules. Go leaves out the same, so that its checksum is the one it would compute from a clone.
 * Error: `not_found`, in a sentence for whoever wants it, where Go would take no such archive: https://go.dev/ref/mod#zip-path-size-constraints
 */
export function chooseModuleFiles(
  tree: readonly TreeFile[],
  { directory, goVersion }: { directory: string; goVersion: string | undefined },
): ModuleFile[] {
  const start = directory === '' ? '' : `${directory}/`
  const all = tree
    .filter(({ path }) => path.startsWith(start))
    .map(({ path, ...file }) => ({ ...file, name: path.slice(start.length) }))
  const modules = new Set(all.filter(isNestedGoMod).map(({ name }) => folderOf(name)))
  const isOurs = (name: string) =>
    !isVendored(name, goVersion) && !foldersOf(name).some((folder) => modules.has(folder))
  const chosen = all.filter((file) => isOurs(file.name) && file.name !== '.hg_archival.txt')
  checkNames(chosen.map(({ name }) => name))
  const files = chosen.filter(isRegular).map(({ name, id, bytes = 0 }) => ({ name, id, bytes }))
  checkSizes(files)
  return files
}

function isRegular({ mode }: Pick<TreeFile, 'mode'>): boolean {
  return mode.startsWith('100')
}

function isNestedGoMod(file: { mode: string; name: string }): boolean {
  return isRegular(file) && /\/go\.mod$/i.test(file.name)
}

function folderOf(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf('/')))
}

/** The folders that a file is in, the innermost first. */
function foldersOf(name: string): string[] {
  const folders: string[] = []
  for (let folder = folderOf(name); folder !== ''; folder = folderOf(folder)) folders.push(folder)
  return folders
}

/** As Go has it, with what it did wrong before 1.24 for modules from before: https://go.dev/issue/37397 */
function isVendored(name: string, goVersion: string | undefined): boolean {
  const isNew = isFrom124(goVersion)
  if (isNew && name === 'vendor/modules.txt') return true
  const inner = name.indexOf('/vendor/')
  if (name.startsWith('vendor/')) return name.slice('vendor/'.length).includes('/')
  if (inner === -1) return false
  return name.slice((isNew ? inner : 0) + '/vendor/'.length).includes('/')
}

function isFrom124(goVersion = ''): boolean {
  const [, major = 0, minor = 0] = (/^(\d+)\.(\d+)/.exec(goVersion) ?? []).map(Number)
  return major > 1 || (major === 1 && minor >= 24)
}

/** Every system can have these files, each beside the others: https://pkg.go.dev/golang.org/x/mod/module#CheckFilePath */
function checkNames(names: readonly string[]): void {
  const known = new Map<string, string>()
  for (const name of names) {
    if (!name.split('/').every(isFileName)) throw unfit(`${JSON.stringify(name)} is no file name for Go`)
    if (name !== 'go.mod' && name.toLowerCase() === 'go.mod') throw unfit('go.mod has capitals')
    for (const path of [name, ...foldersOf(name)]) {
      const other = known.get(folded(path)) ?? path
      if (other !== path)
        throw unfit(`${JSON.stringify(other)} and ${JSON.stringify(path)} differ in case alone`)
      known.set(folded(path), path)
    }
  }
}

function isFileName(part: string): boolean {
  const isPlain = /^[\p{L}0-9!#$%&()+,.=@[\]^_{}~ -]+$/u.test(part) && !part.endsWith('.')
  return isPlain && !windowsNames.test(part.split('.')[0] ?? '')
}

/** Unicode's simple case folding, character by character, as `strings.EqualFold` compares. */
function folded(path: string): string {
  const one = (character: string, other: string) => (other.length === character.length ? other : character)
  const fold = (character: string) => {
    const upper = one(character, character.toUpperCase())
    return one(upper, upper.toLowerCase())
  }
  return [...path].map(fold).join('')
}

function checkSizes(files: readonly ModuleFile[]): void {
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0)
  if (total > unpackedBytesMax) throw unfit('its files are more than 500 MiB')
  const large = files.find(({ name, bytes }) => /^(?:go\.mod|LICENSE)$/.test(name) && bytes > goModBytesMax)
  if (large) throw unfit(`${large.name} is more than 16 MiB`)
}

function unfit(why: string): DomainError {
  return new DomainError('not_found', `This version cannot be a Go module: ${why}.`)
}
