import { database } from './client'
import { isActive } from './deploy-tokens'

export interface Statistics {
  projects: number
  groups: number
  users: number
  /** Deploy tokens that work now. */
  liveTokens: number
  /** Version of PostgreSQL. */
  databaseVersion: string
}

/** How much there is in the whole instance. One query. */
export async function countEverything(): Promise<Statistics> {
  const [row] = await database().$queryRaw<Statistics[]>`
    SELECT (SELECT count(*)::int FROM projects) AS projects,
      (SELECT count(*)::int FROM groups) AS groups,
      (SELECT count(*)::int FROM users) AS users,
      (SELECT count(*)::int FROM deploy_tokens t WHERE ${isActive}) AS "liveTokens",
      split_part(current_setting('server_version'), ' ', 1) AS "databaseVersion"`
  if (!row) throw new Error('The database counted nothing')
  return row
}
