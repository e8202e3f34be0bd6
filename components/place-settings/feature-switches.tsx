'use client'

import { Checkbox } from '@/components/ui/checkbox'
import { FieldSet } from '@/components/ui/field-set'
import { type Feature, featureNames, features } from '@/lib/domain/feature'
import type { HolderKind } from '@/lib/domain/holder'

interface FeatureSwitchesProps {
  kind: HolderKind
  /** Switched off here. */
  off: Feature[]
  /** Switched off by a group above (its full path) or by the instance (undefined): nothing to choose here. */
  disabledAbove: { feature: Feature; by: string | undefined }[]
  onChange: (off: Feature[]) => void
  error: string | undefined
}

/** A tick for each feature that is on. What is off above is shown so, and what was chosen here stays. */
export function FeatureSwitches({ kind, off, disabledAbove, onChange, error }: FeatureSwitchesProps) {
  const toggle = (feature: Feature, isOn: boolean) =>
    onChange(isOn ? off.filter((other) => other !== feature) : [...off, feature])
  return (
    <FieldSet
      legend={kind === 'group' ? 'Group features' : 'Project features'}
      description={kind === 'group' ? 'What is off here is off in every subgroup and project.' : undefined}
      error={error}
      className="mb-4"
    >
      {featureNames.map((feature) => {
        const above = disabledAbove.find((other) => other.feature === feature)
        const { label, help } = features[feature]
        return (
          <Checkbox
            key={feature}
            label={label}
            help={above ? <OffAbove by={above.by} /> : help}
            checked={!above && !off.includes(feature)}
            disabled={above !== undefined}
            onChange={(event) => toggle(feature, event.target.checked)}
          />
        )
      })}
    </FieldSet>
  )
}

function OffAbove({ by }: { by: string | undefined }) {
  if (by === undefined) return 'Switched off for the whole instance by an administrator.'
  return (
    <>
      Switched off by the group <span className="wrap-anywhere">{by}</span>.
    </>
  )
}
