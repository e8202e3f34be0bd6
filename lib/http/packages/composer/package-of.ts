import type { Context } from 'hono'
import { z } from 'zod'
import { composerName } from '@/lib/domain/packages/composer'
import type { PackageDoor } from '@/lib/http/packages/package-door'
import { parse } from '@/lib/http/packages/parse'

const address = z.object({ name: composerName })

/** The package that an address ends in, which is vendor, name and what `ending` takes off. Error: `invalid`. */
export function packageOf(c: Context<PackageDoor>, ending: RegExp): string {
  const { vendor = '', file = '' } = c.req.param()
  return parse(address, { name: `${vendor}/${file.replace(ending, '')}` }).name
}
