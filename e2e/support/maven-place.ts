import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import path from 'node:path'
import { XMLBuilder, XMLParser } from 'fast-xml-parser'
import { type Ended, Terminal } from './shell'

/** Of every repository that the tests name; what belongs to it in settings is found by it. */
const repositoryId = 'latchkey'

// without these Maven takes what its own release was made with
const plugins = {
  'maven-resources-plugin': '3.3.1',
  'maven-compiler-plugin': '3.14.0',
  'maven-surefire-plugin': '3.5.3',
  'maven-jar-plugin': '3.4.2',
  'maven-install-plugin': '3.1.4',
  'maven-deploy-plugin': '3.1.4',
}
const copyDependencies = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies'
const deployFile = `org.apache.maven.plugins:maven-deploy-plugin:${plugins['maven-deploy-plugin']}:deploy-file`

/** How a token gets into settings.xml: https://docs.gitlab.com/user/packages/maven_repository/#authenticate-to-the-package-registry */
export type Carrier = 'header' | 'password'

export interface Repository {
  url: string
  token?: string | undefined
  carrier?: Carrier
}

export interface Coordinates {
  artifactId: string
  version: string
}

/** Maven with a local repository of its own, which keeps plugins from one run to the next and nothing that was published. */
export class MavenPlace {
  private constructor(private readonly terminal: Terminal) {}

  static async open(): Promise<MavenPlace> {
    return new MavenPlace(await Terminal.open())
  }

  close(): Promise<void> {
    return this.terminal.close()
  }

  /** `mvn deploy` of a library with one file in it; gives its jar too. */
  async deploy(coordinates: Coordinates, repository: Repository) {
    const folder = await this.makeProject({ ...describe(coordinates), ...deployment(repository) })
    await mkdir(path.join(folder, 'src/main/resources'), { recursive: true })
    await writeFile(path.join(folder, 'src/main/resources/at.txt'), `${coordinates.version} ${folder}`)
    const ended = await this.run(folder, 'deploy', repository)
    const { artifactId, version } = coordinates
    return { ended, jar: await readFile(path.join(folder, 'target', `${artifactId}-${version}.jar`)) }
  }

  /** Deploys any bytes as an artifact, without building anything. */
  async deployFile(
    { artifactId, version }: Coordinates,
    bytes: Buffer,
    repository: Repository,
  ): Promise<Ended> {
    const folder = await this.makeFolder()
    await writeFile(path.join(folder, 'file.jar'), bytes)
    const wishes = { url: repository.url, repositoryId, file: 'file.jar', groupId, artifactId, version }
    const options = Object.entries(wishes).map(([name, value]) => `-D${name}=${value}`)
    return this.run(folder, [deployFile, ...options].join(' '), repository)
  }

  /** Resolves an artifact for another project; gives the bytes of what was found by the names of its files. */
  async resolve(dependency: Coordinates, repository: Repository) {
    const consumer = { artifactId: 'consumer', version: '1' }
    const folder = await this.makeProject({ ...describe(consumer), ...resolution(dependency, repository) })
    const ended = await this.run(folder, copyDependencies, repository)
    const found = path.join(folder, 'target/dependency')
    const names = existsSync(found) ? await readdir(found) : []
    const files = await Promise.all(
      names.map(async (name) => [name, await readFile(path.join(found, name))] as const),
    )
    return { ended, files: Object.fromEntries(files) }
  }

  /** What was deployed or found is asked for anew. */
  private async run(folder: string, goal: string, repository: Repository): Promise<Ended> {
    const kept = path.join(this.terminal.folder, 'repository')
    await rm(path.join(kept, groupId.replaceAll('.', '/')), { recursive: true, force: true })
    await writeFile(path.join(folder, 'settings.xml'), await settingsFor(repository))
    const options = `--batch-mode --no-transfer-progress -U -s settings.xml -Dmaven.repo.local='${kept}'`
    return this.terminal.run(`cd '${folder}' && mvn ${options} ${goal}`)
  }

  private async makeProject(pom: object): Promise<string> {
    const folder = await this.makeFolder()
    await writeFile(path.join(folder, 'pom.xml'), new XMLBuilder({ format: true }).build({ project: pom }))
    return folder
  }

  private makeFolder(): Promise<string> {
    return mkdtemp(path.join(this.terminal.folder, 'project-'))
  }
}

const groupId = 'com.example.latchkey'

/** The folders of a library in a repository. */
export function packageNameOf(artifactId: string): string {
  return `${groupId.replaceAll('.', '/')}/${artifactId}`
}

function describe(coordinates: Coordinates): object {
  const plugin = Object.entries(plugins).map(([artifactId, version]) => ({ artifactId, version }))
  return {
    modelVersion: '4.0.0',
    groupId,
    ...coordinates,
    properties: { 'project.build.sourceEncoding': 'UTF-8' },
    build: { pluginManagement: { plugins: { plugin } } },
  }
}

function deployment({ url }: Repository): object {
  const repository = { id: repositoryId, url }
  return { distributionManagement: { repository, snapshotRepository: repository } }
}

/** A checksum that is wrong or missing is an error, not a warning. */
function resolution(dependency: Coordinates, { url }: Repository): object {
  const policy = { enabled: true, updatePolicy: 'always', checksumPolicy: 'fail' }
  return {
    repositories: { repository: { id: repositoryId, url, releases: policy, snapshots: policy } },
    dependencies: { dependency: { groupId, ...dependency } },
  }
}

interface Settings {
  settings?: { mirrors?: { mirror?: { mirrorOf: string }[] }; servers?: { server?: object[] } }
}

/** This machine's own settings, which lead to the plugins and nowhere else. */
export function machineSettings(): Promise<string> {
  return settingsFor({})
}

/** The same, with the token of one more server. */
async function settingsFor({ token, carrier = 'header' }: Partial<Repository>): Promise<string> {
  const own = path.join(homedir(), '.m2/settings.xml')
  const text = existsSync(own) ? await readFile(own, 'utf8') : '<settings></settings>'
  const parser = new XMLParser({ parseTagValue: false, isArray: (name) => /^(mirror|server)$/.test(name) })
  const { settings } = parser.parse(text) as Settings
  const { mirrors, servers, ...rest } = settings || {}
  const mirror = (mirrors?.mirror ?? []).map((one) => ({
    ...one,
    mirrorOf: `${one.mirrorOf},!${repositoryId}`,
  }))
  const server = [...(servers?.server ?? []), ...(token === undefined ? [] : [serverOf(token, carrier)])]
  return new XMLBuilder({ format: true }).build({
    settings: { ...rest, mirrors: { mirror }, servers: { server } },
  })
}

function serverOf(token: string, carrier: Carrier): object {
  const property = { name: 'Deploy-Token', value: token }
  return carrier === 'header'
    ? { id: repositoryId, configuration: { httpHeaders: { property } } }
    : { id: repositoryId, username: 'whoever', password: token }
}
