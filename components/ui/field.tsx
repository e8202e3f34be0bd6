'use client'

import { createContext, type ReactNode, useContext, useId } from 'react'

type FieldProps = {
  label: ReactNode
  /** One control: TextInput, DateInput, Select, TextArea, SecretInput … */
  children: ReactNode
  description?: ReactNode
  error?: ReactNode
  optional?: boolean
  /** The id of the control, when something outside needs to know it. */
  id?: string
  className?: string
}

type ControlProps = {
  id?: string
  'aria-describedby'?: string
  'aria-invalid'?: boolean | 'true' | 'false' | 'grammar' | 'spelling'
}

const FieldContext = createContext<ControlProps>({})

export function Field({
  label,
  children,
  description,
  error,
  optional,
  id,
  className = 'mb-4 last:mb-0',
}: FieldProps) {
  const ownId = useId()
  const controlId = id ?? ownId
  const texts = fieldTexts(controlId, description, error)
  return (
    <div className={className}>
      <label htmlFor={controlId} className="mb-2 block font-semibold text-gl-heading">
        {label}
        {optional ? <span className="font-normal text-gl-subtle"> (optional)</span> : null}
      </label>
      <FieldContext
        value={{ id: controlId, 'aria-describedby': texts.ids, 'aria-invalid': Boolean(error) || undefined }}
      >
        {children}
      </FieldContext>
      {texts.nodes}
    </div>
  )
}

/** The paragraphs under a control or a group of controls, and their ids for `aria-describedby`. */
export function fieldTexts(id: string, description: ReactNode, error: ReactNode) {
  const descriptionId = description ? `${id}-description` : undefined
  const errorId = error ? `${id}-error` : undefined
  const nodes = (
    <>
      {error ? (
        <p id={errorId} className="mt-2 text-gl-danger">
          {error}
        </p>
      ) : null}
      {description ? (
        <p id={descriptionId} className="mt-2 text-gl-subtle">
          {description}
        </p>
      ) : null}
    </>
  )
  return { ids: [errorId, descriptionId].filter(Boolean).join(' ') || undefined, nodes }
}

/** A control's own props, with what the Field around it adds: id, description, error. */
export function useControl<Props extends ControlProps>(props: Props): Props & ControlProps {
  return { ...useContext(FieldContext), ...props }
}
