'use client'

import { useFormContext } from 'react-hook-form'
import { Checkbox } from '@/components/ui/checkbox'
import { Field } from '@/components/ui/field'
import { FieldSet } from '@/components/ui/field-set'
import { TextInput } from '@/components/ui/text-input'
import type { UserFields } from '@/lib/domain/user'

/** What the forms of a new user and of a known one have in common; `isOwn` is the administrator's own account. */
export function AccountFields({ isOwn = false }: { isOwn?: boolean }) {
  const { register, formState } = useFormContext<UserFields>()
  const { errors } = formState
  return (
    <>
      <Field label="Name" error={errors.name?.message}>
        <TextInput {...register('name')} />
      </Field>
      <Field label="Username" error={errors.username?.message}>
        <TextInput {...register('username')} autoCapitalize="off" spellCheck={false} />
      </Field>
      <Field label="Email" error={errors.email?.message}>
        <TextInput {...register('email')} type="email" autoCapitalize="off" spellCheck={false} />
      </Field>
      <FieldSet legend="Access level" error={errors.isAdmin?.message}>
        {isOwn ? (
          <Checkbox
            checked
            disabled
            readOnly
            label="Administrator"
            help="You cannot take administrator access from yourself."
          />
        ) : (
          <Checkbox
            {...register('isAdmin')}
            label="Administrator"
            help="Has unlimited access to all groups, projects, users, and to the settings of the instance."
          />
        )}
      </FieldSet>
    </>
  )
}
