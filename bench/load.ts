import http from 'node:http'

export interface Load {
  port: number
  path: string
  headers: http.OutgoingHttpHeaders
  /** One is sent with each request, in turn. */
  authorizations: readonly string[]
  connections: number
  seconds: number
}

/** Sends requests over kept connections, the next on each as soon as the last is answered; gives how many were. */
export async function answeredUnderLoad(load: Load): Promise<{ answered: number; seconds: number }> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: load.connections })
  const startedAt = performance.now()
  const endsAt = startedAt + load.seconds * 1000
  let sent = 0
  const connection = async () => {
    while (performance.now() < endsAt) {
      // steps of a prime number: neighbours in the list are not neighbours in time
      const authorization = load.authorizations[(sent * 7919) % load.authorizations.length]
      sent++
      await send(agent, load, authorization)
    }
  }
  try {
    await Promise.all(Array.from({ length: load.connections }, connection))
    return { answered: sent, seconds: (performance.now() - startedAt) / 1000 }
  } finally {
    agent.destroy()
  }
}

function send(agent: http.Agent, { port, path, headers }: Load, authorization?: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const options = { agent, host: '127.0.0.1', port, path, headers: { ...headers, authorization } }
    const request = http.get(options, (response) => {
      response.resume().once('error', reject)
      response.once('end', () => {
        if (response.statusCode === 200) resolve()
        else reject(new Error(`A request under load was answered ${response.statusCode}.`))
      })
    })
    request.once('error', reject)
  })
}
