import { Button } from '@/components/ui/button'
import { DateInput } from '@/components/ui/date-input'
import { Field } from '@/components/ui/field'
import { LinkButton } from '@/components/ui/link-button'
import { Select } from '@/components/ui/select'
import { TextInput } from '@/components/ui/text-input'
import { type AuditFilter, auditActionNames, auditActions, auditTargetTypes } from '@/lib/domain/audit-event'
import { auditTargetWords } from '@/lib/domain/audit-view'

interface AuditFiltersProps {
  path: string
  filter: AuditFilter
  isFiltered: boolean
}

const all = { value: '', label: 'All' }
const actions = [all, ...auditActionNames.map((value) => ({ value, label: auditActions[value] }))]
const targetTypes = [all, ...auditTargetTypes.map((value) => ({ value, label: auditTargetWords[value] }))]

/** The filters of the log: a plain form, whose fields are the page's address. */
export function AuditFilters({ path, filter, isFiltered }: AuditFiltersProps) {
  return (
    <search>
      <form
        // what was typed and not sent goes with the address it was typed on
        key={JSON.stringify(filter)}
        action={path}
        className="grid items-end gap-4 rounded-lg border p-4 sm:grid-cols-2 lg:grid-cols-3 xl:grid-cols-6"
      >
        <Field label="Event" className="min-w-0">
          <Select name="action" defaultValue={filter.action ?? ''} options={actions} width="full" />
        </Field>
        <Field label="Author" className="min-w-0">
          <TextInput name="author" defaultValue={filter.author} maxLength={255} width="full" {...plain} />
        </Field>
        <Field label="Target type" className="min-w-0">
          <Select
            name="target_type"
            defaultValue={filter.target_type ?? ''}
            options={targetTypes}
            width="full"
          />
        </Field>
        <Field label="Target name" className="min-w-0">
          <TextInput name="target" defaultValue={filter.target} maxLength={255} width="full" {...plain} />
        </Field>
        <Field label="From (UTC)" className="min-w-0">
          <DateInput name="created_after" defaultValue={filter.created_after} width="full" />
        </Field>
        <Field label="To (UTC)" className="min-w-0">
          <DateInput name="created_before" defaultValue={filter.created_before} width="full" />
        </Field>
        <div className="col-span-full flex flex-wrap gap-2">
          <Button type="submit" variant="confirm">
            Filter
          </Button>
          {isFiltered ? (
            <LinkButton href={path} prefetch={false}>
              Clear filters
            </LinkButton>
          ) : null}
        </div>
      </form>
    </search>
  )
}

const plain = { autoComplete: 'off', autoCapitalize: 'none', spellCheck: false } as const
