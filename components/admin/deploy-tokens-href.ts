import { type InstanceTokenQuery, instanceTokenQuery } from '@/lib/domain/instance-token-query'

const path = '/admin/deploy_tokens'
const defaults = instanceTokenQuery.parse({})

/** The address of a list of the instance's tokens: what is asked for, but not what is asked for anyway. */
export function deployTokensHref(query: InstanceTokenQuery): string {
  const names = Object.keys(query) as (keyof InstanceTokenQuery)[]
  const asked = names.filter((name) => query[name] !== defaults[name])
  const parameters = new URLSearchParams(asked.map((name) => [name, String(query[name])]))
  return parameters.size > 0 ? `${path}?${parameters}` : path
}
