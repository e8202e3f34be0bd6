'use client'

import { useRouter } from 'next/navigation'
import type { ReactNode } from 'react'
import { z } from 'zod'
import { Alert } from '@/components/ui/alert'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { Field } from '@/components/ui/field'
import { FieldSet } from '@/components/ui/field-set'
import { TextInput } from '@/components/ui/text-input'
import { showToast } from '@/components/ui/toast'
import { updateInstanceSettingsAction } from '@/lib/actions/instance-settings'
import { useActionForm } from '@/lib/client/use-action-form'
import { featureNames, features } from '@/lib/domain/feature'
import { type InstanceSettings, instanceSettings } from '@/lib/domain/instance-settings'

const { shape } = instanceSettings
const signUpSchema = z.object({ signUpEnabled: shape.signUpEnabled.removeDefault() })
const featuresSchema = z.object({ enabled: z.array(z.enum(featureNames)) })

/** Whether visitors may make accounts for themselves. */
export function SignUpSettings({ settings }: { settings: Pick<InstanceSettings, 'signUpEnabled'> }) {
  const { form, ...state } = useActionForm({
    schema: signUpSchema,
    defaults: { signUpEnabled: settings.signUpEnabled },
    send: updateInstanceSettingsAction,
    onDone: useSaid(),
  })
  return (
    <SettingsForm label="Sign-up restrictions" {...state}>
      <FieldSet legend="Sign-up">
        <Checkbox
          {...form.register('signUpEnabled')}
          label="Sign-up enabled"
          help="Any user that visits the sign-in page can create an account."
        />
      </FieldSet>
    </SettingsForm>
  )
}

/** What there is in this instance at all; what is off here is off in every group and project. */
export function FeatureSettings({ settings }: { settings: Pick<InstanceSettings, 'disabledFeatures'> }) {
  const { form, ...state } = useActionForm({
    schema: featuresSchema,
    defaults: { enabled: featureNames.filter((feature) => !settings.disabledFeatures.includes(feature)) },
    send: ({ enabled }) => {
      const disabledFeatures = featureNames.filter((feature) => !enabled.includes(feature))
      return updateInstanceSettingsAction({ disabledFeatures })
    },
    onDone: useSaid(),
  })
  return (
    <SettingsForm label="Features" {...state}>
      <FieldSet legend="Features of projects" error={form.formState.errors.enabled?.message}>
        {featureNames.map((feature) => (
          <Checkbox
            key={feature}
            {...form.register('enabled')}
            value={feature}
            label={features[feature].label}
            help={features[feature].help}
          />
        ))}
      </FieldSet>
    </SettingsForm>
  )
}

interface Limit {
  name:
    | 'activeTokensMax'
    | 'tokenLifetimeDaysMax'
    | 'packageRequestsPerMinuteMax'
    | 'projectPackagesMebibytesMax'
  label: string
  description: string
}

const tokenLimits: readonly Limit[] = [
  {
    name: 'activeTokensMax',
    label: 'Active deploy tokens per project or group',
    description:
      'No more can be created once a project or group has this many. Those there are go on working.',
  },
  {
    name: 'tokenLifetimeDaysMax',
    label: 'Maximum allowable lifetime for deploy tokens (days)',
    description: 'Of new deploy tokens, which then need an expiration date. 0 for no limit.',
  },
]

const packageLimits: readonly Limit[] = [
  {
    name: 'packageRequestsPerMinuteMax',
    label: 'Maximum requests per minute',
    description:
      'By one deploy token, by one user or, without a token, from one IP address. Each process of the server counts its own. 0 for no limit.',
  },
  {
    name: 'projectPackagesMebibytesMax',
    label: 'Maximum storage of packages per project (MiB)',
    description:
      'What a project has stays, and nothing that would exceed this can be published. 0 for no limit.',
  },
]

/** How many deploy tokens there may be, and for how long. */
export function TokenSettings({ settings }: { settings: InstanceSettings }) {
  return <LimitsForm label="Deploy token limits" limits={tokenLimits} settings={settings} />
}

/** How often clients may ask for packages, and how much of them there may be. */
export function PackageSettings({ settings }: { settings: InstanceSettings }) {
  return <LimitsForm label="Package registry limits" limits={packageLimits} settings={settings} />
}

interface LimitsFormProps {
  label: string
  limits: readonly Limit[]
  settings: Pick<InstanceSettings, Limit['name']>
}

function LimitsForm({ label, limits, settings }: LimitsFormProps) {
  const { form, ...state } = useActionForm({
    schema: z.object(Object.fromEntries(limits.map(({ name }) => [name, shape[name].removeDefault()]))),
    defaults: Object.fromEntries(limits.map(({ name }) => [name, settings[name]])),
    send: updateInstanceSettingsAction,
    onDone: useSaid(),
  })
  const { errors } = form.formState
  return (
    <SettingsForm label={label} {...state}>
      {limits.map(({ name, label, description }) => (
        <Field key={name} label={label} description={description} error={errors[name]?.message}>
          <TextInput
            {...form.register(name, { valueAsNumber: true })}
            type="number"
            inputMode="numeric"
            width="md"
          />
        </Field>
      ))}
    </SettingsForm>
  )
}

interface SettingsFormProps {
  label: string
  submit: (event: React.FormEvent) => void
  isSending: boolean
  failure: string | undefined
  children: ReactNode
}

function SettingsForm({ label, submit, isSending, failure, children }: SettingsFormProps) {
  return (
    <form onSubmit={submit} noValidate autoComplete="off" aria-label={label} className="max-w-140">
      {failure ? (
        <Alert variant="danger" className="mb-4">
          {failure}
        </Alert>
      ) : null}
      {children}
      <Button type="submit" variant="confirm" loading={isSending} aria-label={`Save changes to ${label}`}>
        Save changes
      </Button>
    </form>
  )
}

function useSaid() {
  const router = useRouter()
  return () => {
    showToast('Application settings saved successfully.')
    router.refresh()
  }
}
