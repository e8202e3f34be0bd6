'use client'

import { useRouter } from 'next/navigation'
import type { FormEvent } from 'react'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { LinkButton } from '@/components/ui/link-button'
import { SearchInput } from '@/components/ui/search-input'
import { Select } from '@/components/ui/select'
import { type InstanceTokenQuery, instanceTokenQuery } from '@/lib/domain/instance-token-query'
import { scopeNames } from '@/lib/domain/scope'
import { deployTokensHref } from './deploy-tokens-href'

type Filter = 'state' | 'scope' | 'holder' | 'used'

const filters: Record<Filter, { label: string; options: { value: string; label: string }[] }> = {
  state: {
    label: 'State',
    options: [
      { value: '', label: 'Any' },
      { value: 'active', label: 'Active' },
      { value: 'expiring_7', label: 'Expires within 7 days' },
      { value: 'expiring_30', label: 'Expires within 30 days' },
      { value: 'expired', label: 'Expired' },
      { value: 'revoked', label: 'Revoked' },
    ],
  },
  scope: {
    label: 'Scope',
    options: [{ value: '', label: 'Any' }, ...scopeNames.map((name) => ({ value: name, label: name }))],
  },
  holder: {
    label: 'Belongs to',
    options: [
      { value: '', label: 'Project or group' },
      { value: 'project', label: 'Project' },
      { value: 'group', label: 'Group' },
    ],
  },
  used: {
    label: 'Last used',
    options: [
      { value: '', label: 'Any time' },
      { value: 'never', label: 'Never' },
      { value: 'unused_90', label: 'Not in the last 90 days' },
    ],
  },
}

/** Search and filters: a plain form that leads to the list's own address, with scripts at once and without by its button. */
export function DeployTokensFilters({ query }: { query: InstanceTokenQuery }) {
  const router = useRouter()

  function apply(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const asked = Object.fromEntries(new FormData(event.currentTarget))
    router.push(deployTokensHref(instanceTokenQuery.parse(asked)))
  }

  const isFiltered = query.search !== '' || filterNames.some((name) => query[name] !== '')
  return (
    <search>
      <form
        key={deployTokensHref(query)}
        action={deployTokensHref(instanceTokenQuery.parse({}))}
        onSubmit={apply}
        className="flex flex-col gap-3 rounded-lg border bg-gl-subtle p-4"
      >
        <div className="flex flex-wrap items-center gap-2">
          <SearchInput
            label="Search by name, username, path or creator"
            name="search"
            defaultValue={query.search}
            maxLength={255}
            className="w-full grow sm:w-auto sm:max-w-140"
          />
          <Button type="submit" variant="confirm">
            Search
          </Button>
          {isFiltered ? (
            <LinkButton href={deployTokensHref({ ...query, ...noFilters, page: 1 })}>
              Clear filters
            </LinkButton>
          ) : null}
        </div>
        <div className="grid grid-cols-1 gap-3 sm:grid-cols-2 lg:grid-cols-4">
          {filterNames.map((name) => (
            <Field key={name} label={filters[name].label} className="">
              <Select
                name={name}
                defaultValue={query[name]}
                options={filters[name].options}
                width="full"
                onChange={(event) => event.currentTarget.form?.requestSubmit()}
              />
            </Field>
          ))}
        </div>
        <input type="hidden" name="sort" value={query.sort} />
        <input type="hidden" name="direction" value={query.direction} />
      </form>
    </search>
  )
}

const filterNames = Object.keys(filters) as Filter[]

const noFilters = { search: '', state: '', scope: '', holder: '', used: '' } as const
