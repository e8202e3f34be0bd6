import type { z } from 'zod'
import { listQuery } from './list-query'

/** The tabs of the list of users. */
export const userFilters = {
  active: 'Active',
  admins: 'Administrators',
  blocked: 'Blocked',
} as const

export type UserFilter = keyof typeof userFilters

export const userListQuery = listQuery(
  ['name', 'created', 'activity'],
  Object.keys(userFilters) as [UserFilter, ...UserFilter[]],
)
export type UserListQuery = z.infer<typeof userListQuery>

/** How all groups and all projects are listed. */
export const placeListQuery = listQuery(['name', 'created'], ['all'])
export type PlaceListQuery = z.infer<typeof placeListQuery>

export const listedPerPage = 20
