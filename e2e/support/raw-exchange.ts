import net from 'node:net'

export interface RawAnswer {
  status: number
  headers: Record<string, string>
  body: string
}

/** A request as it goes over the wire, by default the last on its connection; the Host may be given among the headers. */
export function requestText(
  line: string,
  { headers = [], body = '', isLast = true }: { headers?: string[]; body?: string; isLast?: boolean } = {},
): string {
  const host = headers.some((header) => /^host:/i.test(header)) ? [] : ['Host: localhost']
  const end = isLast ? ['Connection: close'] : []
  return [`${line} HTTP/1.1`, ...host, ...end, ...headers, '', body].join('\r\n')
}

/** Writes this as it is on a connection of its own, and gives what the server says until it closes that. */
export async function talk(host: string, sent: string | Buffer): Promise<RawAnswer[]> {
  const [address = '', port] = host.split(':')
  const socket = net.connect(Number(port), address).on('error', () => {})
  const chunks: Buffer[] = []
  socket.on('data', (chunk) => chunks.push(chunk))
  socket.write(typeof sent === 'string' ? Buffer.from(sent, 'latin1') : sent)
  await new Promise((resolve) => socket.once('close', resolve))
  return answersIn(Buffer.concat(chunks).toString('latin1'))
}

/** The answers that follow each other on a connection. */
function answersIn(text: string): RawAnswer[] {
  const answers: RawAnswer[] = []
  for (let rest = text; rest !== ''; ) {
    const [head = '', ...others] = rest.split('\r\n\r\n')
    const [statusLine = '', ...lines] = head.split('\r\n')
    const fields = lines.map((line): [string, string] => {
      const [name = '', value = ''] = line.split(/: ?(.*)/s)
      return [name.toLowerCase(), value]
    })
    const headers = Object.fromEntries(fields)
    const status = Number(statusLine.split(' ')[1])
    const { body, after } = bodyIn(others.join('\r\n\r\n'), status, headers)
    answers.push({ status, headers, body })
    rest = after
  }
  return answers
}

function bodyIn(text: string, status: number, headers: Record<string, string>) {
  if (status < 200 || status === 204 || status === 304) return { body: '', after: text }
  if (headers['transfer-encoding'] === 'chunked') return chunksIn(text)
  const length = Number(headers['content-length'] ?? text.length)
  return { body: text.slice(0, length), after: text.slice(length) }
}

function chunksIn(text: string) {
  let body = ''
  for (let rest = text; ; ) {
    const [size = ''] = rest.split('\r\n', 1)
    const start = size.length + 2
    const length = Number.parseInt(size, 16)
    if (!(length > 0)) return { body, after: rest.slice(start + 2) }
    body += rest.slice(start, start + length)
    rest = rest.slice(start + length + 2)
  }
}
