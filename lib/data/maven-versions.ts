import type { MavenVersion } from '@/lib/domain/packages/maven-metadata'
import { database } from './client'

/** The versions of these packages that have a POM, in the order in which they began: one query, without their files. */
export function listMavenVersions(packageIds: readonly number[]): Promise<MavenVersion[]> {
  return database().$queryRaw<MavenVersion[]>`
    SELECT v.version, max(f.id) AS "order", max(f.created_at) AS "publishedAt"
    FROM package_versions v JOIN package_files f ON f.version_id = v.id
    WHERE v.package_id = ANY (${[...packageIds]}::int[]) AND f.name LIKE '%.pom'
    GROUP BY v.id ORDER BY v.id`
}
