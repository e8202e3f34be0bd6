import type pg from 'pg'
import type { PackageType } from '@/lib/domain/package'

/** What the package is called in each format. */
export const manyName = 'many'

interface Shape {
  name?: string
  /** Of a file, as an SQL expression over the version `n`. */
  file: string
  /** What clients are told of a version, and of its file; `version` stands for the number. */
  metadata?: object
  fileMetadata?: object
}

const digest = `sha256:${'0'.repeat(64)}`

// lists of a whole format: Composer's and Conan's documents are of few versions, Terraform's of names alone
const shapes: Record<Exclude<PackageType, 'composer' | 'conan' | 'terraform_module'>, Shape> = {
  generic: { file: `'file'` },
  npm: {
    file: `'${manyName}-' || version || '.tgz'`,
    metadata: {
      ...{ name: manyName, version: 'VERSION', description: 'One of many', license: 'MIT', main: 'index.js' },
      dependencies: { one: '^1.0.0', another: '~2.3.4' },
      scripts: { test: 'node --test' },
      engines: { node: '>=20' },
    },
    fileMetadata: { fileCount: 12, unpackedSize: 34_567 },
  },
  pypi: {
    file: `'${manyName}-' || version || '-py3-none-any.whl'`,
    fileMetadata: { requiresPython: '>=3.8', metadataSha256: '0'.repeat(64) },
  },
  nuget: {
    file: `'${manyName}.' || version || '.nupkg'`,
    metadata: {
      ...{ authors: 'Many', description: 'One of many', summary: '', title: '', tags: 'a b', projectUrl: '' },
      ...{
        iconUrl: '',
        licenseUrl: '',
        license: 'MIT',
        minClientVersion: '',
        requireLicenseAcceptance: false,
      },
      dependencyGroups: [{ targetFramework: 'net8.0', dependencies: [{ id: 'One', range: '[1.0.0, )' }] }],
      packageTypes: [],
    },
  },
  maven: { name: `com/example/${manyName}`, file: `'${manyName}-' || version || '.pom'` },
  helm: {
    file: `'stable/${manyName}-' || version || '.tgz'`,
    fileMetadata: { apiVersion: 'v2', name: manyName, version: 'VERSION', description: 'One of many' },
  },
  rubygems: {
    file: `'${manyName}-' || version || '.gem'`,
    metadata: {
      ...{ name: manyName, version: { version: 'VERSION' }, platform: 'ruby', rubygems_version: '3.4.0' },
      ...{ summary: 'One of many', description: '', homepage: '', authors: ['Many'], licenses: ['MIT'] },
      dependencies: [
        { name: 'rack', type: ':runtime', requirement: { requirements: [['>=', { version: '2.0' }]] } },
      ],
    },
  },
}

/** Adds a package of so many versions, each with a file, to a project in every format, straight into the tables. */
export async function insertManyVersions(
  client: pg.Client,
  projectId: number,
  versions: number,
): Promise<void> {
  await client.query('INSERT INTO blobs (digest, size) VALUES ($1, 1)', [digest])
  for (const [type, shape] of Object.entries(shapes))
    await insertPackage(client, projectId, versions, type, shape)
  // what PostgreSQL does by itself a minute later
  await client.query('VACUUM ANALYZE packages, package_versions, package_files')
}

async function insertPackage(
  client: pg.Client,
  projectId: number,
  versions: number,
  type: string,
  { name = manyName, file, metadata = {}, fileMetadata = {} }: Shape,
): Promise<void> {
  await client.query(
    `WITH package AS (
       INSERT INTO packages (project_id, type, name, name_key) VALUES ($1, $2, $3, $3) RETURNING id
     ), made AS (
       INSERT INTO package_versions (package_id, version, version_key, metadata, publisher_name)
       SELECT id, '1.0.' || n, '1.0.' || n, replace($5, 'VERSION', '1.0.' || n)::jsonb, 'bench'
       FROM package, generate_series(1, $4) n RETURNING id, version
     )
     INSERT INTO package_files (version_id, name, digest, size, sha512, sha1, md5, metadata)
     SELECT id, ${file}, $7, 1, sha512(''), substr(sha256(''), 1, 20), decode(md5(''), 'hex'), replace($6, 'VERSION', version)::jsonb FROM made`,
    [projectId, type, name, versions, JSON.stringify(metadata), JSON.stringify(fileMetadata), digest],
  )
}
