import { registryService } from '@/lib/domain/registry-ticket'
import { makeImage, timeSkopeo } from './image-client'
import { findProgram } from './peer-process'
import { forgetPeak, residentOf } from './process-tree'
import { peerCredentials, type RegistryPeer, startRegistry } from './registry-peer'
import { demoProject, findProjectId, type ServerUnderTest, startServer, withRows } from './server-under-test'
import type { Sizes } from './sizes'
import { median, ratios, spread } from './statistics'
import { count, factor, megabytes, type Part, type Row, seconds } from './table'
import { newRounds, rowOf, runRounds, type Target } from './targets'
import { basicAuthorization, insertTokens, type KnownToken } from './tokens'
import { makeFolder, removeFolder } from './workspace'

type RegistrySizes = Sizes['registry']

/** A registry, and how long each of its rounds took. */
interface Way {
  name: string
  repository: string
  credentials: KnownToken | undefined
  pushes: number[]
  pulls: number[]
}

const blobRatioMin = 0.8
const growthMegabytesMax = 100
const bytesPerSmallLayer = 10_000

/** Pushes and pulls of images with skopeo, and tickets, beside Debian's docker-registry on the same disk. */
export async function measureRegistry({ registry: sizes }: Sizes): Promise<Part> {
  const missing = ['docker-registry', 'skopeo'].filter((program) => !findProgram(program))
  if (missing.length > 0)
    return { title: 'registry', rows: [], notes: [`Not measured: ${missing.join(' and ')} not installed.`] }
  await using server = await startServer()
  await using openPeer = await startRegistry({ asksForPassword: false })
  await using closedPeer = await startRegistry({ asksForPassword: true })
  const token = await addToken(server)
  forgetPeak(server.pid)
  const { now: before } = residentOf(server.pid)
  const blob = await compareTransfers(sizes, { server, peer: openPeer, token, layers: [sizes.blobBytes] })
  const small = Array.from({ length: sizes.layers }, () => bytesPerSmallLayer)
  const layers = await compareTransfers(sizes, { server, peer: openPeer, token, layers: small })
  const { now: after, peak } = residentOf(server.pid)
  const tickets = await compareTickets(sizes, { server, peer: closedPeer, token })
  const growth = peak - before
  return {
    title: 'registry',
    rows: [
      ...rowsOf(`image of one blob, ${megabytes(sizes.blobBytes)}`, blob, blobRatioMin),
      ...rowsOf(`image of ${sizes.layers} layers of ${count(bytesPerSmallLayer)} bytes`, layers),
      {
        what: 'server before → after, peak',
        measured: `${megabytes(before)} → ${megabytes(after)}, ${megabytes(peak)} (+ ${megabytes(growth)})`,
        aim: { text: `+ ${growthMegabytesMax} MB at most`, isMet: growth <= growthMegabytesMax * 1e6 },
      },
      ...tickets,
    ],
    notes: notes(sizes),
  }
}

function addToken(server: ServerUnderTest): Promise<KnownToken> {
  return withRows(server, async (client) => {
    const projectId = await findProjectId(client, demoProject)
    const [token] = await insertTokens(client, projectId, 1, ['read_registry', 'write_registry'])
    if (!token) throw new Error('There is no token.')
    return token
  })
}

interface Compared {
  server: ServerUnderTest
  peer: RegistryPeer
  token: KnownToken
}

/** Both in each round in turn, with an image that neither has seen; the first round warms up and is not counted. */
async function compareTransfers(
  { rounds }: RegistrySizes,
  { server, peer, token, layers }: Compared & { layers: number[] },
): Promise<Way[]> {
  const ways: Way[] = [
    newWay('Latchkey', `127.0.0.1:${server.port}/${demoProject}`, token),
    newWay('docker-registry', `127.0.0.1:${peer.port}/${demoProject}`),
  ]
  for (let round = 0; round <= rounds; round++) {
    const image = await makeImage(layers)
    for (const way of round % 2 === 0 ? ways : ways.toReversed()) {
      const remote = `docker://${way.repository}:round-${round}`
      const push = await timeSkopeo(`dir:${image}`, remote, way.credentials)
      const target = makeFolder('pulled')
      const pull = await timeSkopeo(remote, `dir:${target}`, way.credentials)
      await removeFolder(target)
      if (round === 0) continue
      way.pushes.push(push)
      way.pulls.push(pull)
    }
    await removeFolder(image)
    process.stdout.write(`  round ${round} of ${rounds}\n`)
  }
  return ways
}

function newWay(name: string, repository: string, credentials?: KnownToken): Way {
  return { name, repository, credentials, pushes: [], pulls: [] }
}

function rowsOf(what: string, ways: Way[], ratioMin?: number): Row[] {
  return (['pushes', 'pulls'] as const).flatMap((kind) => {
    const title = `${kind === 'pushes' ? 'push' : 'pull'} of an ${what}`
    const rows = ways.map((way) => ({
      what: `${title}: ${way.name}`,
      measured: seconds(median(way[kind])),
      spread: spread(way[kind], seconds),
    }))
    const [ours = [], theirs = []] = ways.map((way) => way[kind])
    const ratio = median(theirs) / median(ours)
    const compared: Row = {
      what: `${title}: docker-registry / Latchkey`,
      measured: `${factor(ratio)}, fastest rounds ${factor(Math.min(...theirs) / Math.min(...ours))}`,
      spread: spread(ratios(theirs, ours), factor),
      ...(ratioMin && { aim: { text: `≥ ${factor(ratioMin)}`, isMet: ratio >= ratioMin } }),
    }
    return [...rows, compared]
  })
}

async function compareTickets(sizes: RegistrySizes, { server, peer, token }: Compared): Promise<Row[]> {
  const scope = encodeURIComponent(`repository:${demoProject}:pull,push`)
  const ours: Target = {
    ...newRounds(),
    name: 'tickets: Latchkey',
    port: server.port,
    path: `/jwt/auth?service=${registryService}&scope=${scope}`,
    authorizations: [basicAuthorization(token)],
    pids: [server.pid],
  }
  const theirs: Target = {
    ...newRounds(),
    name: 'passwords: docker-registry, htpasswd',
    port: peer.port,
    authorizations: [basicAuthorization(peerCredentials)],
    pids: [peer.pid],
  }
  await runRounds([ours, theirs], { path: '/v2/', headers: {} }, sizes)
  const ratio = median(ours.perSecond) / median(theirs.perSecond)
  return [
    rowOf(ours),
    rowOf(theirs),
    {
      what: 'tickets / passwords',
      measured: factor(ratio),
      spread: spread(ratios(ours.perSecond, theirs.perSecond), factor),
    },
  ]
}

function notes({ rounds, secondsPerRound, connections }: RegistrySizes): string[] {
  return [
    `Medians of ${rounds} rounds, both servers in each round in turn, with an image of random bytes that is new in each; skopeo to and from a folder. The docker-registry of the transfers asks for no credentials; ours gets tickets and asks the database who may, with every request.`,
    `Tickets: rounds of ${secondsPerRound} seconds, ${connections} connections, one deploy token. No peer does the same: the one shown compares a password (bcrypt, cost 5) and answers, without a database and without signing anything.`,
    'Memory is the resident set of the server’s own process, over all transfers.',
  ]
}
