import { access, constants } from 'node:fs/promises'
import path from 'node:path'
import { env } from '@/lib/env'

/** True when a program of this name can be started, by us or by git, which is told the same search path. */
export async function hasProgram(name: string): Promise<boolean> {
  const folders = (env.searchPath ?? '').split(path.delimiter).filter(Boolean)
  const found = folders.map((folder) => access(path.join(folder, name), constants.X_OK))
  return Promise.any(found).then(
    () => true,
    () => false,
  )
}
