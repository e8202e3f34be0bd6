import { createHash } from 'node:crypto'
import { makeTarball, type TarballEntry } from './tarball'
import { type ZipMember, zipOf } from './zip-archive'

export interface DistributionWishes {
  name?: string
  version?: string
  /** Lines of the metadata beside its first three. */
  fields?: string[]
  /** The whole of the metadata. */
  metadata?: string
}

export interface MadeDistribution {
  fileName: string
  bytes: Buffer
  metadata: string
}

function metadataOf({ name = 'hello', version = '1.0', fields = [], metadata }: DistributionWishes): string {
  const lines = ['Metadata-Version: 2.2', `Name: ${name}`, `Version: ${version}`, ...fields]
  return metadata ?? `${lines.join('\n')}\n\n# Hello\n`
}

function stemOf({ name = 'hello', version = '1.0' }: DistributionWishes): string {
  return `${name.replace(/[-_.]+/g, '_').toLowerCase()}-${version}`
}

interface WheelWishes extends DistributionWishes {
  /** Files beside the package's one module. */
  members?: ZipMember[]
  /** Changes what the wheel says of its files. */
  record?: (record: string) => string
}

/** A wheel with a module that says hello, as any build back-end makes it. */
export function wheelOf(wishes: WheelWishes = {}): MadeDistribution {
  const stem = stemOf(wishes)
  const info = `${stem}.dist-info`
  const metadata = metadataOf(wishes)
  const members: ZipMember[] = [
    { name: `${stem.split('-')[0]}.py`, content: `print('hello from ${stem}')\n` },
    ...(wishes.members ?? []),
    { name: `${info}/METADATA`, content: metadata },
    {
      name: `${info}/WHEEL`,
      content: 'Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
    },
  ]
  const lines = members.map(
    ({ name, content = '' }) => `${name},${digestOf(content)},${Buffer.from(content as string).length}`,
  )
  const record = [...lines, `${info}/RECORD,,`, ''].join('\n')
  members.push({ name: `${info}/RECORD`, content: wishes.record?.(record) ?? record })
  return { fileName: `${stem}-py3-none-any.whl`, bytes: zipOf(members), metadata }
}

function digestOf(content: string | Uint8Array): string {
  return `sha256=${createHash('sha256').update(content).digest('base64url')}`
}

interface SdistWishes extends DistributionWishes {
  members?: TarballEntry[]
}

/** A source distribution that setuptools builds. */
export async function sdistOf(wishes: SdistWishes = {}): Promise<MadeDistribution> {
  const stem = stemOf(wishes)
  const metadata = metadataOf(wishes)
  const [module] = stem.split('-')
  const build = '[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n'
  const { name = 'hello', version = '1.0' } = wishes
  const members: TarballEntry[] = [
    [`${stem}/PKG-INFO`, metadata],
    [`${stem}/pyproject.toml`, `${build}[project]\nname = "${name}"\nversion = "${version}"\n`],
    [`${stem}/${module}.py`, `print('hello from ${stem}')\n`],
    ...(wishes.members ?? []),
  ]
  return { fileName: `${stem}.tar.gz`, bytes: await makeTarball(members), metadata }
}
