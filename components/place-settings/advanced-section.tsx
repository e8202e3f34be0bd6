'use client'

import { SettingsSection } from '@/components/settings/settings-section'
import { ArchiveBlock } from './archive-block'
import { DeleteBlock } from './delete-block'
import type { OpenPlace } from './open-place'
import { PathForm } from './path-form'
import { TransferForm } from './transfer-form'

interface AdvancedSectionProps {
  place: OpenPlace
  origin: string
  /** Full path of the group it stands in; undefined at the top. */
  parent: string | undefined
  /** Full paths of the groups it may go into. */
  targets: string[]
  contents: { subgroups: number; projects: number; deployTokens: number }
  isArchivedItself: boolean
  /** The archived group above, by its full path. */
  archivedBy: string | undefined
  may: { transfer: boolean; archive: boolean; delete: boolean }
}

/** What changes where a group or project is, or whether it is at all. */
export function AdvancedSection(props: AdvancedSectionProps) {
  const { place, origin, parent, targets, contents, isArchivedItself, archivedBy, may } = props
  return (
    <SettingsSection
      id="js-advanced-settings"
      title="Advanced"
      description={may.delete ? 'Change path, transfer, archive, and delete.' : 'Change path.'}
      data-testid="advanced-settings"
    >
      <div className="flex flex-col gap-8">
        <PathForm place={place} origin={origin} parent={parent} />
        {may.transfer ? <TransferForm place={place} parent={parent} targets={targets} /> : null}
        {may.archive ? (
          <ArchiveBlock place={place} isArchivedItself={isArchivedItself} archivedBy={archivedBy} />
        ) : null}
        {may.delete ? <DeleteBlock place={place} contents={contents} /> : null}
      </div>
    </SettingsSection>
  )
}
