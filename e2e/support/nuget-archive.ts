import { type ZipMember, zipOf } from './zip-archive'

export interface NugetWishes {
  id: string
  version: string
  /** XML in the .nuspec's metadata, behind id, version, authors and description. */
  more?: string
  /** The whole .nuspec instead. */
  nuspec?: string | Uint8Array
  /** The name of it. */
  nuspecName?: string
  members?: ZipMember[]
}

/** A .nupkg as `nuget pack` lays it out, with one file for every framework. */
export function nupkgOf({ id, version, more = '', nuspec, nuspecName, members = [] }: NugetWishes): Buffer {
  const name = nuspecName ?? `${id}.nuspec`
  return zipOf([
    { name: '_rels/.rels', content: relationships(name) },
    { name, content: nuspec ?? nuspecOf(id, version, more) },
    { name: 'lib/netstandard1.0/_._', content: '' },
    { name: 'content/readme.txt', content: `${id} ${version}` },
    ...members,
    { name: '[Content_Types].xml', content: contentTypes },
  ])
}

/** A .snupkg of the same. */
export function snupkgOf({ id, version }: { id: string; version: string }): Buffer {
  const more = '<packageTypes><packageType name="SymbolsPackage" /></packageTypes>'
  return zipOf([
    { name: '_rels/.rels', content: relationships(`${id}.nuspec`) },
    { name: `${id}.nuspec`, content: nuspecOf(id, version, more) },
    { name: 'lib/netstandard1.0/library.pdb', content: 'BSJB' },
    { name: '[Content_Types].xml', content: contentTypes },
  ])
}

export function nuspecOf(id: string, version: string, more = ''): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata>
<id>${id}</id><version>${version}</version><authors>Devon Lee</authors><description>For tests.</description>
${more}</metadata></package>`
}

function relationships(nuspec: string): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship
Type="http://schemas.microsoft.com/packaging/2010/07/manifest" Target="/${nuspec}" Id="R1" /></Relationships>`
}

const contentTypes = `<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">${[
  'rels',
  'nuspec',
  '_',
  'txt',
  'pdb',
]
  .map((extension) => `<Default Extension="${extension}" ContentType="application/octet" />`)
  .join('')}</Types>`

/** The form that clients send a package in, in one part. */
export function packageForm(bytes: Uint8Array, boundary: string, part = 'package'): Uint8Array<ArrayBuffer> {
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="${part}"; filename="package.nupkg"\r\n\r\n`
  return new Uint8Array(Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]))
}
