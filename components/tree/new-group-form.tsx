'use client'

import { createGroupAction } from '@/lib/actions/groups'
import { type GroupFields, groupForm } from '@/lib/domain/project'
import { PlaceFields } from './place-fields'
import { usePlaceForm } from './use-place-form'

interface NewGroupFormProps {
  origin: string
  /** Full paths of the groups that may be the parent. */
  parents: string[]
  /** The parent to begin with; '' for a group at the top. */
  parent: string
}

export function NewGroupForm({ origin, parents, parent }: NewGroupFormProps) {
  const defaults: GroupFields = { name: '', path: '', parent, visibility: 'private' }
  const place = usePlaceForm({ schema: groupForm, defaults, create: createGroupAction })
  return (
    <PlaceFields
      place={place}
      noun="group"
      origin={origin}
      parentOptions={[
        { value: '', label: 'None: a group at the top' },
        ...parents.map((path) => ({ value: path, label: path })),
      ]}
    />
  )
}
