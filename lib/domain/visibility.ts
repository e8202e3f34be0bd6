/** Who may see a group or project without being a member, from narrow to wide. */
export const visibilities = ['private', 'internal', 'public'] as const

export type Visibility = (typeof visibilities)[number]

/** A thing is never more visible than the group it stands in. */
export function isWithin(visibility: Visibility, parent: Visibility): boolean {
  return visibilities.indexOf(visibility) <= visibilities.indexOf(parent)
}
