'use client'

import type { UseFormRegisterReturn } from 'react-hook-form'
import { DateInput } from '@/components/ui/date-input'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { rolesWithin } from '@/lib/domain/member'
import { expiryInputId } from './use-member-form'

interface RoleFieldsProps {
  role: UseFormRegisterReturn
  roleError?: string
  /** The levels that are offered, both included. */
  least: number
  most: number
  expiresAt: UseFormRegisterReturn
  expiresAtError?: string
  firstDate: string
}

/** The role of a member, and the day on which it ends. */
export function RoleFields(props: RoleFieldsProps) {
  const options = rolesWithin(props.most, props.least).map(({ role, accessLevel }) => ({
    value: String(accessLevel),
    label: role,
  }))
  return (
    <>
      <Field
        id="member_access_level"
        label="Select a role"
        error={props.roleError ? <span className="whitespace-pre-line">{props.roleError}</span> : undefined}
      >
        <Select {...props.role} options={options} width="full" />
      </Field>
      <Field
        id={expiryInputId}
        label="Access expiration date"
        optional
        description="From 00:00 UTC on that date this role no longer counts."
        error={props.expiresAtError}
      >
        <DateInput {...props.expiresAt} min={props.firstDate} max="9999-12-31" />
      </Field>
    </>
  )
}

/** A select speaks strings; levels are numbers. */
export const asLevel = { setValueAs: (value: string) => Number(value) }
