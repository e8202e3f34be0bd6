'use client'

import { useState } from 'react'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import { type Tab, Tabs } from '@/components/ui/tabs'
import type { CreatedToken } from '@/lib/actions/deploy-tokens'
import { exampleImage, imageRegistryAt, projectImage } from '@/lib/domain/image-recipe'
import { CloneCommands } from './clone-commands'
import type { HolderName } from './deploy-token-queries'
import { DockerCommands, KubernetesCommands, PodmanCommands } from './image-commands'
import { PackageCommands } from './package-commands'

interface TokenCommandsProps {
  created: CreatedToken
  holder: HolderName
  holderId: number
  origin: string
  registryOrigin: string
  projectPaths: string[]
}

/** What a client must be told to use a new token, by client, for those that its scopes open. */
export function TokenCommands(props: TokenCommandsProps) {
  const { created, holder, holderId, origin, registryOrigin, projectPaths } = props
  const [chosen, setChosen] = useState(projectPaths[0])
  const { token } = created
  const opensImages = token.scopes.includes('read_registry') || token.scopes.includes('write_registry')
  const opensPackages =
    token.scopes.includes('read_package_registry') || token.scopes.includes('write_package_registry')
  const packagesAt = {
    origin,
    kind: holder.kind,
    id: holderId,
    // in capitals, so that nobody takes it for one
    projectPath: chosen ?? `${holder.fullPath}/PROJECT`,
  }
  const registry = imageRegistryAt(registryOrigin)
  const image =
    chosen === undefined ? exampleImage(registry, holder.fullPath) : projectImage(registry, chosen)
  const forImages = { created, registry, image }
  const tabs: Tab[] = [
    ...(token.scopes.includes('read_repository')
      ? [
          {
            id: 'git',
            label: 'git',
            content: <CloneCommands created={created} holder={holder} origin={origin} fullPath={chosen} />,
          },
        ]
      : []),
    ...(opensImages
      ? [
          { id: 'docker', label: 'docker', content: <DockerCommands {...forImages} /> },
          { id: 'podman', label: 'podman', content: <PodmanCommands {...forImages} /> },
        ]
      : []),
    ...(token.scopes.includes('read_registry')
      ? [
          {
            id: 'kubernetes',
            label: 'Kubernetes',
            content: <KubernetesCommands created={created} registry={registry} />,
          },
        ]
      : []),
    ...(opensPackages
      ? [
          {
            id: 'packages',
            label: 'Packages',
            content: <PackageCommands created={created} place={packagesAt} />,
          },
        ]
      : []),
  ]
  const [first, ...others] = tabs
  if (!first) return null
  return (
    // what the notice announces is that there is a token, not every command that is looked at
    <div aria-live="off" className="flex flex-col gap-4">
      {projectPaths.length > 1 ? (
        <Field label="Commands for the project" className="">
          <Select
            value={chosen}
            onChange={(event) => setChosen(event.target.value)}
            options={projectPaths.map((path) => ({ value: path, label: path }))}
            width="xl"
          />
        </Field>
      ) : null}
      {others.length > 0 ? <Tabs label="Use this token with" tabs={[first, ...others]} /> : first.content}
    </div>
  )
}
