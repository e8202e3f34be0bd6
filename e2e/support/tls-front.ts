// the polyfill that @peculiar/x509 asks its users to bring
import 'reflect-metadata'
import { webcrypto } from 'node:crypto'
import { once } from 'node:events'
import http from 'node:http'
import https from 'node:https'
import net, { type AddressInfo } from 'node:net'
import { pipeline } from 'node:stream'
import {
  BasicConstraintsExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from '@peculiar/x509'

export interface TlsFront {
  /** What clients are to be given as `HTTPS_PROXY`: whatever host they ask for, they reach this server. */
  proxy: string
  /** The certificate, as PEM text, that they are to trust, for instance by `SSL_CERT_FILE`. */
  certificate: string
  close: () => Promise<void>
}

/**
 * A server with a machine server behind it that ends TLS for `hostname`, for clients that send no token without: one that
 * listens on a free port, and a proxy that leads there, so that the name needs no entry in any table of hosts. `before` is
 * what happens before a request for this path is passed on.
 */
export async function openTlsFront(
  hostname: string,
  behind: string,
  before: (path: string) => Promise<unknown> = async () => {},
): Promise<TlsFront> {
  const { key, certificate } = await certify(hostname)
  const front = https.createServer({ key, cert: certificate }, async (request, response) => {
    const { method, url: path, headers } = request
    await before(path ?? '')
    const asked = http.request(`http://${behind}`, { method, path, headers })
    asked.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
      pipeline(answer, response, () => {})
    })
    asked.on('error', () => response.destroy())
    pipeline(request, asked, () => {})
  })
  const proxy = http.createServer().on('connect', (_, socket, head) => {
    const { port } = front.address() as AddressInfo
    const there = net.connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      there.write(head)
    })
    pipeline(socket, there, socket, () => {})
  })
  for (const server of [front, proxy]) await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    proxy: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    certificate,
    close: async () => {
      for (const server of [front, proxy]) {
        server.closeAllConnections()
        await new Promise((resolve) => server.close(resolve))
      }
    },
  }
}

async function certify(hostname: string): Promise<{ key: string; certificate: string }> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${hostname}`,
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new BasicConstraintsExtension(true),
      new SubjectAlternativeNameExtension([{ type: 'dns', value: hostname }]),
    ],
  })
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)
  return { key: PemConverter.encode(pkcs8, 'PRIVATE KEY'), certificate: certificate.toString('pem') }
}
