import { ask, type MachineRequest } from './machine-request'

export interface ApiRequest extends Omit<MachineRequest, 'body'> {
  /** A personal access token; without it nobody asks. */
  token?: string
  /** Sent as JSON. */
  json?: unknown
  /** Sent as it is. */
  body?: BodyInit
}

export interface ApiAnswer {
  status: number
  headers: Record<string, string>
  /** Read as JSON, but for the page of the document; undefined where there is none. */
  body: unknown
}

/** Asks the REST API; `path` is what follows /api/v4. */
export async function askApi(path: string, { token, json, ...request }: ApiRequest = {}): Promise<ApiAnswer> {
  const proof: [string, string][] = token === undefined ? [] : [['PRIVATE-TOKEN', token]]
  const type: [string, string][] = json === undefined ? [] : [['Content-Type', 'application/json']]
  const { status, headers, body } = await ask(`/api/v4${path}`, {
    ...request,
    headers: [...proof, ...type, ...(request.headers ?? [])],
    body: json === undefined ? request.body : JSON.stringify(json),
  })
  if (headers['content-type']?.startsWith('text/html')) return { status, headers, body }
  return { status, headers, body: body === '' ? undefined : JSON.parse(body) }
}
