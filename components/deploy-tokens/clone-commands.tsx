'use client'

import { CommandBlock } from '@/components/ui/command-block'
import type { CreatedToken } from '@/lib/actions/deploy-tokens'
import { cloneLine, credentialHelperLines } from '@/lib/domain/clone-recipe'
import type { HolderName } from './deploy-token-queries'

interface CloneCommandsProps {
  created: CreatedToken
  holder: HolderName
  origin: string
  /** Of the project to clone; undefined for a group that has none yet. */
  fullPath: string | undefined
}

export function CloneCommands({ created, holder, origin, fullPath }: CloneCommandsProps) {
  if (fullPath === undefined) return <p>This group has no projects yet. The token will open those it gets.</p>
  const { token, secret } = created
  const target = { origin, fullPath, username: token.username, opensOnlyThis: holder.kind === 'project' }
  const withSecret = { ...target, password: secret }
  const masked = { ...target, password: '********' }
  return (
    <div className="flex flex-col gap-4">
      <CommandBlock title="Clone with git" command={cloneLine(withSecret)} masked={cloneLine(masked)} />
      <CommandBlock
        title="Clone with git's credential store, which keeps the token out of URLs"
        command={credentialHelperLines(withSecret)}
        masked={credentialHelperLines(masked)}
      />
    </div>
  )
}
