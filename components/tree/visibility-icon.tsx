import { Icon } from '@/components/ui/icon'
import type { IconName } from '@/components/ui/icon-name'
import type { HolderKind } from '@/lib/domain/holder'
import type { Visibility } from '@/lib/domain/visibility'

const facts = {
  private: { icon: 'lock', text: 'Private: only members can see it.' },
  internal: { icon: 'shield', text: 'Internal: everyone who is signed in can see it.' },
  public: { icon: 'earth', text: 'Public: everyone can see it.' },
} as const satisfies Record<Visibility, { icon: IconName; text: string }>

/** Who may see a project or group, as a small sign with its words for screen readers and as a tooltip. */
export function VisibilityIcon({ visibility, kind }: { visibility: Visibility; kind: HolderKind }) {
  const { icon, text } = facts[visibility]
  const words = `${kind === 'group' ? 'Group' : 'Project'} visibility. ${text}`
  return (
    <span title={words} className="inline-flex align-middle">
      <Icon name={icon} className="size-4 text-gl-subtle" />
      <span className="sr-only">{words}</span>
    </span>
  )
}
