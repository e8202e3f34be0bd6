import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { readTicketKeys, type TicketKey } from './ticket-keys'
import { signTicket, verifyTicket } from './tickets'

const ours = { issuer: 'latchkey', audience: 'container_registry' }
const foreign = generateKeyPairSync('ec', { namedCurve: 'P-256' })

let key: TicketKey
beforeAll(async () => {
  key = (await readTicketKeys()).signing
})
afterEach(() => void vi.useRealTimers())

const encode = (text: string) => Buffer.from(text).toString('base64url')
const header = () => ({ alg: 'ES256', typ: 'JWT', kid: key.id })
const seconds = () => Math.floor(Date.now() / 1000)
const claims = () => ({
  access: [],
  iss: ours.issuer,
  aud: ours.audience,
  iat: seconds(),
  nbf: seconds(),
  exp: seconds() + 300,
})

interface Forgery {
  header?: object | string
  claims?: object | string
  privateKey?: KeyObject
}

/** A ticket of any header and claims, as texts or objects, under any key: ours unless said. */
function forge({
  header: head = header(),
  claims: body = claims(),
  privateKey = key.privateKey,
}: Forgery = {}) {
  const text = (part: object | string) => encode(typeof part === 'string' ? part : JSON.stringify(part))
  const signed = `${text(head)}.${text(body)}`
  const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' })
  return `${signed}.${signature.toString('base64url')}`
}

const verify = (ticket: string) => verifyTicket(ticket, ours)

describe('a ticket of ours', () => {
  test('says what was signed, from when and until when, and has a number of its own', async () => {
    const sign = () => signTicket({ access: ['x'] }, { ...ours, seconds: 300 })
    const read = await verify(await sign())
    expect(read).toMatchObject({ access: ['x'], iss: 'latchkey', aud: 'container_registry' })
    expect(Number(read?.exp) - Number(read?.iat)).toBe(300)
    expect(read?.nbf).toBe(read?.iat)
    expect((await verify(await sign()))?.jti).not.toBe(read?.jti)
  })

  test('opens until its last second, and not in the next', async () => {
    vi.useFakeTimers({ toFake: ['Date'] })
    const ticket = await signTicket({}, { ...ours, seconds: 300 })
    vi.setSystemTime(Date.now() + 299_000)
    expect(await verify(ticket)).toBeDefined()
    vi.setSystemTime(Date.now() + 1000)
    expect(await verify(ticket)).toBeUndefined()
  })

  test('is what the forgeries below are but for one thing each', async () => {
    expect(await verify(forge())).toBeDefined()
  })
})

describe('SV-057, SV-058, C43: no other header, key or signature opens anything', () => {
  const publicPem = () => key.publicKey.export({ type: 'spki', format: 'pem' }) as string
  const hmac = (head: object, secret: string | Buffer) => {
    const signed = `${encode(JSON.stringify(head))}.${encode(JSON.stringify(claims()))}`
    return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
  }
  const swap = (ticket: string, index: number) => {
    const parts = ticket.split('.')
    const part = parts[index] ?? ''
    parts[index] = part.slice(0, 10) + (part[10] === 'A' ? 'B' : 'A') + part.slice(11)
    return parts.join('.')
  }

  test.each<[string, () => string]>([
    ['another key under our name', () => forge({ privateKey: foreign.privateKey })],
    [
      'another key that comes along (jwk)',
      () =>
        forge({
          header: { ...header(), jwk: foreign.publicKey.export({ format: 'jwk' }) },
          privateKey: foreign.privateKey,
        }),
    ],
    [
      'our key with a jwk',
      () => forge({ header: { ...header(), jwk: key.publicKey.export({ format: 'jwk' }) } }),
    ],
    ['a jku', () => forge({ header: { ...header(), jku: 'http://127.0.0.1/keys' } })],
    ['an x5u', () => forge({ header: { ...header(), x5u: 'http://127.0.0.1/certificate' } })],
    ['an x5c', () => forge({ header: { ...header(), x5c: ['MIIB'] } })],
    ['a crit nobody knows', () => forge({ header: { ...header(), crit: ['exp'], exp: 1 } })],
    ['an empty crit', () => forge({ header: { ...header(), crit: [] } })],
    ['b64: false', () => forge({ header: { ...header(), b64: false, crit: ['b64'] } })],
    ['another kid', () => forge({ header: { ...header(), kid: 'AAAA:BBBB' } })],
    ['a kid that is a path', () => forge({ header: { ...header(), kid: '../../etc/passwd' } })],
    ['a kid with a quote', () => forge({ header: { ...header(), kid: "' OR 1=1" } })],
    ['no kid', () => forge({ header: { alg: 'ES256', typ: 'JWT' } })],
    ['another typ', () => forge({ header: { ...header(), typ: 'at+jwt' } })],
    ['alg none, signed', () => forge({ header: { ...header(), alg: 'none' } })],
    [
      'alg none, unsigned',
      () => `${encode(JSON.stringify({ ...header(), alg: 'none' }))}.${encode(JSON.stringify(claims()))}.`,
    ],
    ['alg nOnE', () => forge({ header: { ...header(), alg: 'nOnE' } })],
    ['alg ES384', () => forge({ header: { ...header(), alg: 'ES384' } })],
    ['alg RS256', () => forge({ header: { ...header(), alg: 'RS256' } })],
    ['HS256 keyed with our public key', () => hmac({ ...header(), alg: 'HS256' }, publicPem())],
    [
      'HS256 keyed with its DER',
      () => hmac({ ...header(), alg: 'HS256' }, key.publicKey.export({ type: 'spki', format: 'der' })),
    ],
    ['ES256 in the header, HMAC in truth', () => hmac(header(), publicPem())],
    [
      'alg twice in the header',
      () => forge({ header: `{"alg":"none","alg":"ES256","typ":"JWT","kid":"${key.id}"}` }),
    ],
    ['spaces in the header', () => forge({ header: JSON.stringify(header(), undefined, 1) })],
    ['a changed header', () => swap(forge(), 0)],
    ['changed claims', () => swap(forge(), 1)],
    ['a changed signature', () => swap(forge(), 2)],
    ['no signature', () => forge().replace(/[^.]+$/, '')],
    [
      'a signature in DER',
      () => {
        const signed = forge().replace(/\.[^.]+$/, '')
        return `${signed}.${sign('sha256', Buffer.from(signed), key.privateKey).toString('base64url')}`
      },
    ],
    ['a signature of zeros', () => forge().replace(/[^.]+$/, encode('\0'.repeat(64)))],
    ['a part too many', () => `${forge()}.x`],
    ['a part too few', () => forge().replace(/\.[^.]+$/, '')],
    ['padding', () => `${forge()}=`],
    ['nothing', () => ''],
    ['dots', () => '..'],
    ['20,000 characters', () => forge({ claims: { ...claims(), more: 'x'.repeat(15_000) } })],
    ['20 million characters', () => `${forge()}${'x'.repeat(20_000_000)}`],
  ])('%s', async (_, make) => {
    expect(await verify(make())).toBeUndefined()
  })
})

describe('SV-059: no other claims open anything, whoever signed them', () => {
  const text = (claim: string) => JSON.stringify(claims()).replace(/"exp":\d+/, claim)

  test.each<[string, () => object | string]>([
    ['for another audience', () => ({ ...claims(), aud: 'dependency_proxy' })],
    ['for no audience', () => ({ ...claims(), aud: undefined })],
    ['of another issuer', () => ({ ...claims(), iss: 'gitlab-issuer' })],
    ['of no issuer', () => ({ ...claims(), iss: undefined })],
    ['over for a second', () => ({ ...claims(), exp: seconds() - 1 })],
    ['over now', () => ({ ...claims(), exp: seconds() })],
    ['without an end', () => ({ ...claims(), exp: undefined })],
    ['whose end is null', () => ({ ...claims(), exp: null })],
    ['whose end is a string', () => ({ ...claims(), exp: String(seconds() + 300) })],
    ['whose end is 1e400', () => text('"exp":1e400')],
    ['whose end is -1e400', () => text('"exp":-1e400')],
    ['whose end is a list', () => ({ ...claims(), exp: [seconds() + 300] })],
    ['whose end is there twice', () => text(`"exp":1,"exp":${seconds() + 300}`)],
    ['from the next minute on', () => ({ ...claims(), nbf: seconds() + 60 })],
    ['without a beginning', () => ({ ...claims(), nbf: undefined })],
    ['whose beginning is a string', () => ({ ...claims(), nbf: String(seconds()) })],
    ['whose access is there twice', () => text(`"exp":${seconds() + 300},"access":[]`)],
    ['with spaces', () => JSON.stringify(claims(), undefined, 1)],
    ['in a list', () => [claims()]],
    ['that are a string', () => '"x"'],
    ['that are null', () => 'null'],
    ['that are no JSON', () => '{'],
    ['of no bytes', () => ''],
  ])('%s', async (_, make) => {
    expect(await verify(forge({ claims: make() }))).toBeUndefined()
  })
})
