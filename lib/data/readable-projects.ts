import { abilities } from '@/lib/domain/ability'
import { Prisma } from './client'
import { disabledFeatures } from './features'
import { memberLevel } from './members'
import type { Viewer } from './tree'

/** The SQL side of `decide` for what a project of any visibility shows to its readers, of project `p` in group `g`. */
export function isReadable(ability: 'read_images' | 'read_packages', viewer: Viewer): Prisma.Sql {
  const { feature, memberLevel: least } = abilities[ability]
  const isOn = Prisma.sql`${feature} <> ALL (${disabledFeatures(Prisma.sql`p.disabled_features`)})`
  if (!viewer) return Prisma.sql`(p.visibility = 'public' AND ${isOn})`
  if (viewer.isAdmin) return isOn
  const level = memberLevel(viewer.id, Prisma.sql`p.id`)
  return Prisma.sql`((p.visibility <> 'private' OR ${level} >= ${least}) AND ${isOn})`
}
