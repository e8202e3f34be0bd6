import type { JsonObject, PackageFile, PackageVersion } from '@/lib/domain/package'
import { pypiVersionKey } from './pypi'

/** Behind the name of a distribution, its metadata: https://peps.python.org/pep-0658/ */
export const metadataSuffix = '.metadata'

const apiVersion = '1.1'

/** A distribution as the index names it. */
interface SimpleFile {
  name: string
  /** Without the digest. */
  url: string
  sha256: string
  size: number
  uploadedAt: Date
  requiresPython?: string
  metadataSha256?: string
  /** Why it should not be chosen any more; it may be '' */
  yanked?: string
}

/** Of versions in the order in which they count the first of each number. */
export function firstOfEach(versions: readonly PackageVersion[]): PackageVersion[] {
  const first = new Map<string | undefined, PackageVersion>()
  for (const version of versions) {
    const key = pypiVersionKey(version.version)
    if (!first.has(key)) first.set(key, version)
  }
  return [...first.values()]
}

/** The distributions of versions; `base` is the URL of the place's packages. */
export function simpleFilesOf(versions: readonly PackageVersion[], base: string): SimpleFile[] {
  return versions.flatMap((version) =>
    version.files
      .filter(({ name }) => !name.endsWith(metadataSuffix))
      .map((file) => simpleFileOf(version, file, base)),
  )
}

function simpleFileOf({ metadata }: PackageVersion, file: PackageFile, base: string): SimpleFile {
  const { name, sha256, size, createdAt } = file
  const requiresPython = textOf(file.metadata, 'requiresPython')
  const metadataSha256 = textOf(file.metadata, 'metadataSha256')
  const yanked = textOf(metadata, 'yanked')
  return {
    name,
    url: `${base}/files/${sha256}/${encodeURIComponent(name)}`,
    sha256,
    size,
    uploadedAt: createdAt,
    ...(requiresPython !== undefined && { requiresPython }),
    ...(metadataSha256 !== undefined && { metadataSha256 }),
    ...(yanked !== undefined && { yanked }),
  }
}

function textOf(metadata: JsonObject, name: string): string | undefined {
  const value = metadata[name]
  return typeof value === 'string' ? value : undefined
}

/** One project for installers, in JSON: https://peps.python.org/pep-0691/#project-detail, with PEP 700 and 714 */
export function projectJson(nameKey: string, files: readonly SimpleFile[], versions: readonly string[]) {
  return {
    meta: { 'api-version': apiVersion },
    name: nameKey,
    versions,
    files: files.map((file) => {
      const metadata = file.metadataSha256 === undefined ? false : { sha256: file.metadataSha256 }
      return {
        filename: file.name,
        url: file.url,
        hashes: { sha256: file.sha256 },
        size: file.size,
        'upload-time': file.uploadedAt.toISOString(),
        ...(file.requiresPython !== undefined && { 'requires-python': file.requiresPython }),
        'core-metadata': metadata,
        'dist-info-metadata': metadata,
        yanked: file.yanked === undefined ? false : file.yanked || true,
      }
    }),
  }
}

/** The same in HTML: https://peps.python.org/pep-0503/, with PEP 592, 658 and 714 */
export function projectHtml(nameKey: string, files: readonly SimpleFile[]): string {
  return htmlOf(`Links for ${nameKey}`, files.map(anchorOf))
}

function anchorOf(file: SimpleFile): string {
  const attributes = { href: `${file.url}#sha256=${file.sha256}`, ...dataOf(file) }
  const written = Object.entries(attributes).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}="${toEntities(value)}"`],
  )
  return `<a ${written.join(' ')}>${toEntities(file.name)}</a><br>`
}

function dataOf({ requiresPython, metadataSha256, yanked }: SimpleFile): Record<string, string | undefined> {
  const metadata = metadataSha256 && `sha256=${metadataSha256}`
  return {
    'data-requires-python': requiresPython,
    'data-core-metadata': metadata,
    'data-dist-info-metadata': metadata,
    'data-yanked': yanked,
  }
}

/** All projects of a place, in JSON. */
export function projectsJson(names: readonly string[]) {
  return { meta: { 'api-version': apiVersion }, projects: names.map((name) => ({ name })) }
}

/** The same in HTML; `base` is as above. */
export function projectsHtml(names: readonly string[], base: string): string {
  const links = names.map(
    (name) => `<a href="${toEntities(`${base}/simple/${name}/`)}">${toEntities(name)}</a><br>`,
  )
  return htmlOf('Simple index', links)
}

function htmlOf(title: string, lines: readonly string[]): string {
  return `<!DOCTYPE html>
<html>
<head>
<meta name="pypi:repository-version" content="${apiVersion}">
<title>${toEntities(title)}</title>
</head>
<body>
<h1>${toEntities(title)}</h1>
${lines.join('\n')}
</body>
</html>
`
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function toEntities(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '')
}
