'use client'

import { type ComponentProps, useRef } from 'react'
import { classNames } from './class-names'
import { Icon } from './icon'
import { controlClass } from './text-input'

type SearchInputProps = Omit<ComponentProps<'input'>, 'type' | 'width' | 'ref'> & { label: string }

/** `label` is its name and its placeholder. Works with a value, with a default value, and in a plain form. */
export function SearchInput({ label, className, ...input }: SearchInputProps) {
  const ref = useRef<HTMLInputElement>(null)
  return (
    <div className={classNames('relative', className)}>
      <Icon name="search" className="pointer-events-none absolute inset-y-0 left-3 my-auto size-4" />
      <input
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        spellCheck={false}
        {...input}
        ref={ref}
        type="search"
        className={controlClass(
          'full',
          false,
          'peer truncate pr-11 pl-9 md:pr-8 [&::-webkit-search-cancel-button]:hidden',
        )}
      />
      <button
        type="button"
        aria-label="Clear"
        title="Clear"
        onClick={() => ref.current && clear(ref.current)}
        className="absolute inset-y-0 right-0 flex w-11 items-center justify-center rounded-lg peer-placeholder-shown:hidden md:w-8"
      >
        <Icon name="clear" />
      </button>
    </div>
  )
}

/** As if someone had deleted the text: React hears of a change only when the value is set behind its back. */
function clear(input: HTMLInputElement) {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, '')
  input.dispatchEvent(new Event('input', { bubbles: true }))
  input.focus()
}
