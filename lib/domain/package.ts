interface PackageTypeFacts {
  /** What people call the format. */
  label: string
}

/** The formats of the package registry, by GitLab's names for them: https://docs.gitlab.com/user/packages/package_registry/supported_package_managers/ */
export const packageTypes = {
  composer: { label: 'Composer' },
  conan: { label: 'Conan' },
  generic: { label: 'Generic' },
  helm: { label: 'Helm' },
  maven: { label: 'Maven' },
  npm: { label: 'npm' },
  nuget: { label: 'NuGet' },
  pypi: { label: 'PyPI' },
  rubygems: { label: 'RubyGems' },
  terraform_module: { label: 'Terraform' },
} as const satisfies Record<string, PackageTypeFacts>

export type PackageType = keyof typeof packageTypes

export const packageTypeNames = Object.keys(packageTypes) as [PackageType, ...PackageType[]]

/** What JSON can say. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
export type JsonObject = { [key: string]: Json }

/** A package as one project has it. */
export interface Package {
  id: number
  type: PackageType
  name: string
}

/** A file of a version: what clients check its bytes by, and where they lie. */
export interface PackageFile {
  id: number
  name: string
  size: number
  /** Hexadecimal digits, each. */
  sha256: string
  sha512: string
  sha1: string
  md5: string
  metadata: JsonObject
  createdAt: Date
}

export interface PackageVersion {
  id: number
  packageId: number
  /** As its publisher wrote them. */
  name: string
  version: string
  metadata: JsonObject
  publisherName: string
  createdAt: Date
  /** In the order in which they came. */
  files: PackageFile[]
}
