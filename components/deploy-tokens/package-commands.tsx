'use client'

import { useState } from 'react'
import { CommandBlock } from '@/components/ui/command-block'
import { Field } from '@/components/ui/field'
import { Select } from '@/components/ui/select'
import type { CreatedToken } from '@/lib/actions/deploy-tokens'
import type { ClientPlace } from '@/lib/domain/package-clients/package-client'
import {
  type PackageClientName,
  packageClientNames,
  packageClients,
} from '@/lib/domain/package-clients/package-clients'

interface PackageCommandsProps {
  created: CreatedToken
  place: ClientPlace
}

const options = packageClientNames.map((name) => ({ value: name, label: packageClients[name].label }))

/** What a package manager must be told to use a new token, for the one that is chosen. */
export function PackageCommands({ created: { token, secret }, place }: PackageCommandsProps) {
  const [client, setClient] = useState<PackageClientName>('npm')
  const canPublish = token.scopes.includes('write_package_registry')
  const blocksWith = (password: string) =>
    packageClients[client].blocks({ place, canPublish, credentials: { username: token.username, password } })
  const masked = blocksWith('********')
  return (
    <div className="flex flex-col gap-4">
      <Field label="Package manager" className="">
        <Select
          value={client}
          onChange={({ target }) => setClient(target.value as PackageClientName)}
          options={options}
        />
      </Field>
      {blocksWith(secret).map(({ title, text, fileName }, i) => {
        const shown = masked[i]?.text
        return (
          <CommandBlock
            key={`${client} ${title}`}
            title={title}
            command={text}
            masked={shown === text ? undefined : shown}
            fileName={fileName}
          />
        )
      })}
    </div>
  )
}
