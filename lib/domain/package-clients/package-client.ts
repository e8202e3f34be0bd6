/** Where a token opens packages, in clients' words. */
export interface ClientPlace {
  /** Public origin of the instance. */
  origin: string
  /** What holds the token. */
  kind: 'project' | 'group'
  id: number
  /** Full path of the project that packages are published in, and read from where a format has no more. */
  projectPath: string
}

export interface ClientCredentials {
  username: string
  password: string
}

/** Something to copy or to save: a command for a POSIX shell, or a file. */
export interface RecipeBlock {
  title: string
  text: string
  /** Where it is a file. */
  fileName?: string
}

/** What a token opens packages with. */
export interface PackageAccess {
  place: ClientPlace
  credentials: ClientCredentials
  /** Whether it may publish, too. */
  canPublish: boolean
}

/** A program that packages are read or published with, and what it must be told to use a token. */
export interface PackageClient {
  label: string
  blocks: (access: PackageAccess) => RecipeBlock[]
}

/** A block that is a file of this name. */
export function file(fileName: string, text: string): RecipeBlock {
  return { title: fileName, text, fileName }
}

/** The name under which clients keep this registry. */
export const registryName = 'latchkey'

/** Where packages of this format are read: in the whole group where the token and the format reach so far. */
export function readUrl(place: ClientPlace, word: string): string {
  return place.kind === 'group'
    ? `${place.origin}/api/v4/groups/${place.id}/-/packages/${word}`
    : writeUrl(place, word)
}

/** Where packages of this format are published: GitLab has no such endpoint for a group. */
export function writeUrl({ origin, kind, id, projectPath }: ClientPlace, word: string): string {
  const project = kind === 'project' ? id : encodeURIComponent(projectPath)
  return `${origin}/api/v4/projects/${project}/packages/${word}`
}

export function withUserinfo(url: string, { username, password }: ClientCredentials): string {
  const userinfo = `${encodeURIComponent(username)}:${encodeURIComponent(password)}`
  return url.replace('://', `://${userinfo}@`)
}

/** A double-quoted scalar of YAML 1.2, of which JSON is a part. */
export function yamlText(text: string): string {
  return JSON.stringify(text)
}
