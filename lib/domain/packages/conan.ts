import { z } from 'zod'

/** Conan's own bounds: https://docs.conan.io/2/reference/conanfile/attributes.html#name */
const partForm = /^[A-Za-z0-9_][A-Za-z0-9_+.-]{1,100}$/
const referenceCharactersMax = 200
/** What a client writes in a path for no user and no channel. */
const none = '_'

export const recipeName = 'conanfile.py'
export const manifestName = 'conanmanifest.txt'
export const infoName = 'conaninfo.txt'
/** GitLab's lists: a revision has these files, and no others. */
const recipeFiles = [recipeName, 'conan_export.tgz', 'conan_sources.tgz', manifestName] as const
const packageFiles = ['conan_package.tgz', infoName, manifestName] as const

/** The largest of the files that are looked into, in bytes; a manifest has a line for each file of what it is of. */
const bytesMax = { [manifestName]: 4 * 1024 * 1024, [infoName]: 256 * 1024 } as const satisfies Record<
  string,
  number
>

const part = (label: string) => z.string().regex(partForm, { error: `${label} is invalid` })
const optionalPart = (label: string) =>
  z.union([z.literal(none), part(label)], { error: `${label} is invalid` })
/** MD5 of a manifest, or SHA-1 of a commit. */
const revision = z.string().regex(/^(?:[0-9a-f]{32}|[0-9a-f]{40})$/, { error: 'revision is invalid' })

/** A recipe, as a client names it in a path; out come its name, and its version with user and channel if it has them. */
export const conanReference = z
  .object({
    name: part('package_name'),
    version: part('package_version'),
    user: optionalPart('package_username'),
    channel: optionalPart('package_channel'),
  })
  .refine(({ user, channel }) => user !== none || channel === none, {
    error: 'package_channel is invalid without package_username',
  })
  .transform(({ name, version, user, channel }) => ({
    name,
    version: `${version}${user === none ? '' : `@${user}`}${channel === none ? '' : `/${channel}`}`,
  }))
  .refine(({ name, version }) => `${name}/${version}`.length <= referenceCharactersMax, {
    error: `reference is too long (maximum is ${referenceCharactersMax} characters)`,
  })

export const recipeRevision = z.object({ recipeRevision: revision })
export const conanPackage = recipeRevision.extend({
  packageId: z.string().regex(/^[A-Za-z0-9]{1,64}$/, { error: 'package_id is invalid' }),
})
export const packageRevision = conanPackage.extend({ packageRevision: revision })
export const recipeFile = recipeRevision.extend({
  file: z.enum(recipeFiles, { error: 'file_name is invalid' }),
})
export const packageFile = packageRevision.extend({
  file: z.enum(packageFiles, { error: 'file_name is invalid' }),
})

/** Where all lies that belongs to a recipe's revision, as in Conan's own server. */
export function revisionFolder(at: z.output<typeof recipeRevision>): string {
  return `${at.recipeRevision}/`
}

/** Where the files of the recipe itself lie. */
export function recipeFolder(at: z.output<typeof recipeRevision>): string {
  return `${revisionFolder(at)}export/`
}

/** Where all packages lie that were built from it. */
export function packagesFolder(at: z.output<typeof recipeRevision>): string {
  return `${revisionFolder(at)}package/`
}

/** Where all revisions of a package lie. */
export function packageFolder(at: z.output<typeof conanPackage>): string {
  return `${packagesFolder(at)}${at.packageId}/`
}

/** Where the files of a package's revision lie. */
export function packageRevisionFolder(at: z.output<typeof packageRevision>): string {
  return `${packageFolder(at)}${at.packageRevision}/`
}

/** A folder among the files of a recipe's version, with a slash at its end. */
export interface ConanFolder {
  name: string
  version: string
  folder: string
}

/** A file of a revision. */
export interface ConanFile extends ConanFolder {
  kind: 'recipe' | 'package'
  file: (typeof recipeFiles)[number] | (typeof packageFiles)[number]
}

/** How many bytes such a file may have, where it is looked into. */
export function conanBytesMax(file: ConanFile['file']): number | undefined {
  return file === manifestName || file === infoName ? bytesMax[file] : undefined
}

/** A published revision of a recipe or of a package. */
export interface ConanRevision {
  revision: string
  publishedAt: Date
}

export interface ConanInfo {
  packageId: string
  /** The text of its conaninfo.txt. */
  info: string
}

/** What references are searched by. */
export interface ConanPattern {
  /** For SQL's LIKE, to fit a reference or the beginning of one up to a separator. */
  like: string
  ignoresCase: boolean
  /** Only those without user and channel. */
  isPlain: boolean
}

/** What a client searches by: `*` and `?` are wild, an `@` at the end is for no user: https://docs.conan.io/2/reference/commands/search.html */
export const conanSearch = z
  .object({
    q: z
      .string()
      .max(referenceCharactersMax)
      .regex(/^[^\0]*$/, { error: 'q is invalid' })
      .default(''),
    ignorecase: z.string().optional(),
  })
  .transform(({ q, ignorecase }): ConanPattern => {
    const text = q.replace(/@$/, '') || '*'
    return {
      like: text
        .replace(/[\\%_]/g, '\\$&')
        .replaceAll('*', '%')
        .replaceAll('?', '_'),
      ignoresCase: ignorecase?.toLowerCase() !== 'false',
      isPlain: q.endsWith('@'),
    }
  })
