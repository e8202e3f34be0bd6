import { isImageName } from './image-name'
import { shellQuote } from './shell-quote'

/** A container registry as its clients know it. */
export interface ImageRegistry {
  /** What names of images begin with: a host, and a port where it is not the scheme's own. */
  host: string
  /** Whether it answers without TLS, which a client takes from elsewhere than its own machine only when told to. */
  isPlain: boolean
}

export interface RegistryCredentials {
  username: string
  password: string
}

/** The registry at this origin. */
export function imageRegistryAt(origin: string): ImageRegistry {
  const { host, protocol } = new URL(origin)
  return { host, isPlain: protocol === 'http:' }
}

/** What clients call the project's own image, without a tag; undefined for a path that no image can be named after. */
export function projectImage({ host }: ImageRegistry, fullPath: string): string | undefined {
  const name = fullPath.toLowerCase()
  return isImageName(name) ? `${host}/${name}` : undefined
}

/** The same where no project is known: its capitals are in no image's name, so that nobody takes it for one. */
export function exampleImage({ host }: ImageRegistry, groupPath: string): string {
  return `${host}/${groupPath.toLowerCase()}/PROJECT`
}

/**
 * `docker login` for a POSIX shell. The value comes from the shell's own printf, so that no list of processes shows it,
 * and the space in front keeps the line out of the history of a shell that is set so (HISTCONTROL of bash(1)).
 */
export function dockerLoginLine(
  { host }: ImageRegistry,
  { username, password }: RegistryCredentials,
): string {
  return ` printf %s ${shellQuote(password)} | docker login --username ${shellQuote(username)} --password-stdin ${shellQuote(host)}`
}

/** Takes an image once docker is logged in. */
export function dockerPullLine(image: string): string {
  return `docker pull ${shellQuote(image)}`
}

/** Makes an image of the folder's Dockerfile and puts it here, once docker is logged in. */
export function dockerPushLines(image: string): string {
  return [`docker build -t ${shellQuote(image)} .`, `docker push ${shellQuote(image)}`].join('\n')
}

/** Takes an image with credentials from a file of containers-auth.json(5). */
export function podmanPullLine(registry: ImageRegistry, image: string, authFile: string): string {
  return ['podman pull', ...podmanOptions(registry, authFile), shellQuote(image)].join(' ')
}

/** Makes an image of the folder's Containerfile and puts it here, with credentials from such a file. */
export function podmanPushLines(registry: ImageRegistry, image: string, authFile: string): string {
  return [
    `podman build -t ${shellQuote(image)} .`,
    ['podman push', ...podmanOptions(registry, authFile), shellQuote(image)].join(' '),
  ].join('\n')
}

function podmanOptions({ isPlain }: ImageRegistry, authFile: string): string[] {
  return [`--authfile ${shellQuote(authFile)}`, ...(isPlain ? ['--tls-verify=false'] : [])]
}
