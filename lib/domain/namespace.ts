import { z } from 'zod'

/** GitLab's limit on nested groups: https://docs.gitlab.com/user/group/subgroups/ */
export const groupDepthMax = 20
export const pathCharactersMax = 255

const segment = /^[A-Za-z0-9_.][A-Za-z0-9_.-]*$/
const reservedSuffix = /\.(git|atom)$/i

/** First segments that belong to the product, now or by GitLab's custom: https://docs.gitlab.com/user/reserved_names/ */
const reservedAtTop = new Set(
  `- .well-known 404.html 422.html 500.html 502.html 503.html admin api apple-touch-icon.png assets dashboard
   deploy.html explore favicon.ico favicon.png files group groups health_check help icon.svg icons.svg import invites
   jwt licences login new notes oauth profile project projects public robots.txt s search sitemap sitemap.xml
   sitemap.xml.gz slash-command-logo.png snippets static unsubscribes uploads users v2 _next internal`.split(
    /\s+/,
  ),
)
/** Segments that would read as a route of the thing above them. */
const reservedBelow = new Set(
  `- archive badges blame blob builds commits container_registry create create_dir edit environments files find_file gitlab-lfs
   group_members info labels merge_requests new network preview raw refs tree update wikis`.split(/\s+/),
)

/** A path segment of a group or project in GitLab's grammar, or an error naming what is wrong. */
export const pathSegment = z
  .string({ error: "Path can't be blank" })
  .min(1, { error: "Path can't be blank", abort: true })
  .max(pathCharactersMax, {
    error: `Path is too long (maximum is ${pathCharactersMax} characters)`,
    abort: true,
  })
  .refine((value) => segment.test(value) && !/[.]$/.test(value) && !reservedSuffix.test(value), {
    error:
      "Path can contain only letters, digits, '_', '-' and '.'. It cannot start with '-' or end in '.', '.git' or '.atom'.",
    abort: true,
  })

/** True where a thing of this path could not be reached, or would shadow a page; `parent` is the full path above it. */
export function isReserved(path: string, parent: string | undefined): boolean {
  const words = parent === undefined ? reservedAtTop : reservedBelow
  return words.has(path.toLowerCase())
}

/** The full path of a thing in its parent. */
export function fullPathOf(path: string, parent: string | undefined): string {
  return parent === undefined ? path : `${parent}/${path}`
}

/** A path out of a name, as GitLab proposes it: lower case, everything else a hyphen. */
export function pathFrom(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9_.]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
}

/** The one spelling under which a full path is unique; the grammar is ASCII, so no locale enters. */
export function pathKeyOf(fullPath: string): string {
  return fullPath.toLowerCase()
}

/** True for text that could be a full path at all; anything else cannot exist and is not looked up. */
export function isFullPath(text: string): boolean {
  if (text.length > (groupDepthMax + 1) * (pathCharactersMax + 1)) return false
  const segments = text.split('/')
  return segments.length <= groupDepthMax + 1 && segments.every((part) => pathSegment.safeParse(part).success)
}
