import { DomainError } from './error'
import { isImageName } from './image-name'
import { type ImageAction, imageActions } from './registry-ticket'

/** More in one request are no client's. */
export const scopesMax = 100

/** What a client would do with an image; `*` is whatever it may. */
export interface Wish {
  name: string
  actions: readonly (ImageAction | '*')[]
}

const form = /^repository:(?<name>[^:]+):(?<actions>[a-z*]+(?:,[a-z*]+)*)$/
const words = new Set<string>([...imageActions, '*'])

/**
 * The wishes in the values of `scope` parameters, each of which holds scopes parted by spaces; one for each image. What is
 * no scope of an image that could be gives none. Error: `invalid` for more than 100 scopes.
 * https://distribution.github.io/distribution/spec/auth/scope/
 */
export function parseScopes(parameters: readonly string[]): Wish[] {
  const scopes = parameters.flatMap((parameter) => parameter.split(' ')).filter(Boolean)
  if (scopes.length > scopesMax)
    throw new DomainError('invalid', `A ticket is for at most ${scopesMax} scopes.`)
  const wishes = new Map<string, Set<Wish['actions'][number]>>()
  for (const scope of scopes) {
    const { name = '', actions = '' } = form.exec(scope)?.groups ?? {}
    const known = actions.split(',').filter(isAction)
    if (known.length > 0 && isImageName(name))
      wishes.set(name, new Set([...(wishes.get(name) ?? []), ...known]))
  }
  return [...wishes].map(([name, actions]) => ({ name, actions: [...actions] }))
}

function isAction(word: string): word is ImageAction | '*' {
  return words.has(word)
}
