import { gzipSync } from 'node:zlib'
import { makeTar, makeTarball, type TarballEntry } from './tarball'

/** A specification as `gem build` writes it, with whatever of it is another. */
export function gemMetadata(name: string, version: string, more = ''): string {
  return `--- !ruby/object:Gem::Specification
name: ${name}
version: !ruby/object:Gem::Version
  version: ${version}
platform: ruby
authors:
- Devon Lee
dependencies:
- !ruby/object:Gem::Dependency
  name: rake
  requirement: &any !ruby/object:Gem::Requirement
    requirements:
    - - ">="
      - !ruby/object:Gem::Version
        version: '0'
  type: :runtime
  prerelease: false
  version_requirements: *any
summary: A gem
description:
required_ruby_version: *any
${more}`
}

/** A gem with this metadata, and other entries. */
export async function makeGem(metadata: string, more: readonly TarballEntry[] = []): Promise<Buffer> {
  return makeTar([
    ['metadata.gz', gzipSync(metadata)],
    ['data.tar.gz', await makeTarball([['lib/a.rb', 'A = 1']])],
    ['checksums.yaml.gz', gzipSync('---\n')],
    ...more,
  ])
}
