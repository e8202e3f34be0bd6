/** GitLab's access levels: https://docs.gitlab.com/api/access_requests/#valid-access-levels */
export const accessLevels = {
  Guest: 10,
  Planner: 15,
  Reporter: 20,
  Developer: 30,
  Maintainer: 40,
  Owner: 50,
} as const

export type Role = keyof typeof accessLevels
export type AccessLevel = (typeof accessLevels)[Role]

/** No membership at all; below every access level. */
export const noAccess = 0

/** The role's name for a level, or undefined for a number that is none. */
export function roleOf(level: number): Role | undefined {
  return (Object.keys(accessLevels) as Role[]).find((role) => accessLevels[role] === level)
}
