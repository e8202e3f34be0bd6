'use client'

import { Checkbox } from '@/components/ui/checkbox'
import { createProjectAction } from '@/lib/actions/projects'
import { type ProjectFields, projectForm } from '@/lib/domain/project'
import { PlaceFields } from './place-fields'
import { usePlaceForm } from './use-place-form'

interface NewProjectFormProps {
  origin: string
  /** Full paths of the groups that may hold it, one at least. */
  parents: string[]
  parent: string
}

export function NewProjectForm({ origin, parents, parent }: NewProjectFormProps) {
  const defaults: ProjectFields = { name: '', path: '', parent, visibility: 'private', withReadme: true }
  const place = usePlaceForm({ schema: projectForm, defaults, create: createProjectAction })
  return (
    <PlaceFields
      place={place}
      noun="project"
      origin={origin}
      parentOptions={parents.map((path) => ({ value: path, label: path }))}
    >
      <Checkbox
        {...place.form.register('withReadme')}
        label="Initialize repository with a README"
        help="Allows you to immediately clone this project's repository. Skip this if you plan to push up an existing repository."
        className="mb-4"
      />
    </PlaceFields>
  )
}
