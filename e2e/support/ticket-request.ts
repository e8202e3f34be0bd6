import { ask, basic, type MachineAnswer, type MachineRequest } from './machine-request'

interface Credentials {
  username: string
  password: string
}

/** The address at which a ticket is asked for, for these scopes. */
export function ticketUrl(...scopes: string[]): string {
  const query = new URLSearchParams([
    ['service', 'container_registry'],
    ...scopes.map((scope) => ['scope', scope]),
  ])
  return `/jwt/auth?${query}`
}

/** Asks for a ticket as docker does: by Basic credentials, or without any. */
export function askTicket(credentials: Credentials | undefined, ...scopes: string[]): Promise<MachineAnswer> {
  return ask(ticketUrl(...scopes), credentials ? { headers: [basic(credentials)] } : {})
}

/** A ticket for these scopes. Error: where there is none. */
export async function takeTicket(credentials: Credentials | undefined, ...scopes: string[]): Promise<string> {
  const { status, body } = await askTicket(credentials, ...scopes)
  if (status !== 200) throw new Error(`No ticket: ${status} ${body}`)
  return JSON.parse(body).token
}

/** What the ticket of an answer opens, as `name:action,action`. */
export function openedBy({ body }: MachineAnswer): string[] {
  const payload = JSON.parse(body).token.split('.')[1]
  const { access } = JSON.parse(Buffer.from(payload, 'base64url').toString())
  return access.map(({ name, actions }: { name: string; actions: string[] }) => `${name}:${actions}`)
}

/** The header that carries a ticket. */
export function bearer(ticket: string): [string, string] {
  return ['Authorization', `Bearer ${ticket}`]
}

/** Asks the registry with a ticket. */
export function askRegistry(
  ticket: string,
  target: string,
  request: MachineRequest = {},
): Promise<MachineAnswer> {
  return ask(target, { ...request, headers: [...(request.headers ?? []), bearer(ticket)] })
}
