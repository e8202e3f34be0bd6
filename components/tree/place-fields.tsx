'use client'

import type { ReactNode } from 'react'
import { Controller, type FieldValues, type UseFormReturn } from 'react-hook-form'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { LinkButton } from '@/components/ui/link-button'
import { Select } from '@/components/ui/select'
import { TextInput } from '@/components/ui/text-input'
import type { HolderKind } from '@/lib/domain/holder'
import { pathFrom } from '@/lib/domain/namespace'
import type { GroupFields } from '@/lib/domain/project'
import { visibilities } from '@/lib/domain/visibility'
import type { PlaceForm } from './use-place-form'

interface PlaceFieldsProps<Fields extends GroupFields> {
  place: PlaceForm<Fields>
  noun: HolderKind
  origin: string
  parentOptions: { value: string; label: string }[]
  children?: ReactNode
}

/** What a new group and a new project have in common: name, place, path and visibility. */
export function PlaceFields<Fields extends GroupFields>(props: PlaceFieldsProps<Fields>) {
  const { place, noun, origin, parentOptions, children } = props
  // Both forms have these fields; react-hook-form cannot see through the type parameter
  const form = place.form as unknown as UseFormReturn<GroupFields & FieldValues>
  const { register, formState, control, setValue, watch } = form
  const { errors, dirtyFields } = formState
  const parent = watch('parent')
  return (
    <form onSubmit={place.submit} noValidate autoComplete="off" className="max-w-140">
      {place.failure ? (
        <Alert variant="danger" className="mb-4">
          {place.failure}
        </Alert>
      ) : null}
      <Field label={noun === 'group' ? 'Group name' : 'Project name'} error={errors.name?.message}>
        <TextInput
          {...register('name', {
            onChange: (event) => {
              if (!dirtyFields.path) setValue('path', pathFrom(event.target.value))
            },
          })}
        />
      </Field>
      <Field label={noun === 'group' ? 'Parent group' : 'Group'} error={errors.parent?.message}>
        <Select {...register('parent')} options={parentOptions} width="xl" />
      </Field>
      <Field
        label={noun === 'group' ? 'Group URL' : 'Project slug'}
        description={`${origin}/${parent ? `${parent}/` : ''}…`}
        error={errors.path?.message}
      >
        <TextInput {...register('path')} autoCapitalize="off" spellCheck={false} />
      </Field>
      <Field
        label="Visibility level"
        description="Private: members only. Internal: everyone who is signed in. Public: everyone."
        error={errors.visibility?.message}
      >
        <Controller
          control={control}
          name="visibility"
          render={({ field }) => (
            <Select
              {...field}
              options={visibilities.map((value) => ({
                value,
                label: value[0]?.toUpperCase() + value.slice(1),
              }))}
            />
          )}
        />
      </Field>
      {children}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="confirm" loading={place.isSending}>
          {noun === 'group' ? 'Create group' : 'Create project'}
        </Button>
        <LinkButton href="/">Cancel</LinkButton>
      </div>
    </form>
  )
}
