import { Icon } from '@/components/ui/icon'
import { RelativeTime } from '@/components/ui/relative-time'

interface LastCommitProps {
  commit: { id: string; title: string; authorName: string; date: Date }
}

/** The commit that last changed what is shown. */
export function LastCommit({ commit }: LastCommitProps) {
  return (
    <p className="mb-4 flex flex-wrap items-center gap-x-2 rounded-lg border px-4 py-3">
      <Icon name="commit" />
      <span className="min-w-0 font-semibold text-gl-heading wrap-anywhere">{commit.title}</span>
      <span className="text-gl-subtle">
        {commit.authorName} authored <RelativeTime value={commit.date} />
      </span>
      <code className="ml-auto font-mono text-sm">{commit.id.slice(0, 8)}</code>
    </p>
  )
}
