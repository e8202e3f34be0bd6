import { composer } from './composer'
import { conan } from './conan'
import { curl } from './curl'
import { gem } from './gem'
import { go } from './go'
import { helm } from './helm'
import { maven } from './maven'
import { npm } from './npm'
import { nuget } from './nuget'
import type { PackageClient } from './package-client'
import { pip } from './pip'
import { terraform } from './terraform'
import { yarn } from './yarn'

/** The clients that packages are read and published with, in the order in which people look for them. */
export const packageClients = {
  npm,
  yarn,
  pip,
  nuget,
  maven,
  composer,
  gem,
  go,
  helm,
  conan,
  terraform,
  curl,
} as const satisfies Record<string, PackageClient>

export type PackageClientName = keyof typeof packageClients

export const packageClientNames = Object.keys(packageClients) as [PackageClientName, ...PackageClientName[]]
