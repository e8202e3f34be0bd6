import { classNames } from '@/components/ui/class-names'
import { momentWords } from '@/components/ui/time-words'
import type { AuditEventView, FactView } from '@/lib/domain/audit-view'

/** An event in full: the moment, and what was before and after, side by side. */
export function AuditDetails({ event }: { event: AuditEventView }) {
  return (
    <details>
      <summary className="w-fit rounded-sm py-2.5 text-gl-link md:py-1">
        Details<span className="sr-only"> of event {event.id}</span>
      </summary>
      <p className="py-2 text-gl-subtle">
        Event {event.id}, <time dateTime={event.at}>{momentWords(new Date(event.at))}</time>
      </p>
      {event.facts.length > 0 ? <Facts facts={event.facts} /> : <p>Nothing more was recorded.</p>}
    </details>
  )
}

function Facts({ facts }: { facts: FactView[] }) {
  return (
    <table className="w-full max-w-4xl table-fixed border border-gl-default text-left text-sm">
      <thead>
        <tr className="border-b bg-gl-subtle">
          {['Field', 'Before', 'After'].map((heading) => (
            <th key={heading} scope="col" className="px-3 py-2 font-semibold text-gl-heading">
              {heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {facts.map(({ name, before, after, isChanged }) => (
          <tr key={name} className="align-top not-last:border-b wrap-anywhere">
            <th
              scope="row"
              className={classNames('px-3 py-2', isChanged ? 'font-semibold' : 'font-normal text-gl-subtle')}
            >
              {name}
            </th>
            <Side text={before} isChanged={isChanged} as="del" />
            <Side text={after} isChanged={isChanged} as="ins" />
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const changedLooks = { del: 'bg-gl-danger', ins: 'bg-gl-success' }

/** One side of a fact; what changed is marked for eyes and for screen readers, and what was not there is a dash. */
function Side({ text, isChanged, as: Mark }: { text?: string; isChanged: boolean; as: 'del' | 'ins' }) {
  if (text === undefined)
    return (
      <td className="px-3 py-2 text-gl-subtle">
        <span aria-hidden="true">–</span>
        <span className="sr-only">Nothing</span>
      </td>
    )
  if (!isChanged)
    return (
      <td className="px-3 py-2 text-gl-subtle">
        <bdi>{text}</bdi>
      </td>
    )
  return (
    <td className={classNames('px-3 py-2', changedLooks[Mark])}>
      <Mark className="no-underline">
        <bdi>{text}</bdi>
      </Mark>
    </td>
  )
}
