import { hasClient } from '../../scripts/test/clients.mjs'
import { hasDockerEngine } from './docker-engine'

/**
 * How a client of container registries is told what to do: lines for a shell, in a home of its own, where `image.tar`
 * is an image with one file, `hello.txt`, as `docker save` makes it.
 */
export interface RegistryClient {
  name: string
  isHere: () => boolean
  /** What it puts there and takes from there: what others run, or files. */
  holds: 'images' | 'files'
  /** What it must be told of a registry before anything else. */
  prepare?: (host: string) => string
  /** Logs in with what stands on standard input. */
  login: (host: string, username: string) => string
  /** Whether it asks the registry when it logs in. */
  asksAtLogin: boolean
  /** Puts the image there. */
  push: (image: string) => string
  /** Takes it from there, whatever was there before, and prints the file in it. */
  pull: (image: string) => string
  /** Prints the tags. */
  tags?: (repository: string) => string
  /** Prints the digest of the image there, among other things. */
  inspect?: (image: string) => string
  copy?: (from: string, to: string) => string
  remove?: (image: string) => string
  /** Hangs a signature on what is there. */
  attach?: (image: string) => string
  /** Prints what hangs on it. */
  discover?: (image: string) => string
}

const storage = '--root "$HOME/root" --runroot "$HOME/run" --storage-driver vfs'
/** Where nothing is yet, so that everything must come from the registry. */
const emptied = 'rm -rf "$HOME/empty"'
const emptyStorage = '--root "$HOME/empty/root" --runroot "$HOME/empty/run" --storage-driver vfs'
const file = '--authfile "$HOME/auth.json"'
/** docker and crane take it from the address that there is no certificate; the others want to be told. */
const plain = '--tls-verify=false'

/** Prints the file in an image that was taken as an archive. */
const unpack =
  'rm -rf taken && mkdir taken && tar -C taken -xf taken.tar && for part in $(find taken -type f); do tar -xOf $part hello.txt 2>/dev/null || true; done'

export const dockerClient: RegistryClient = {
  name: 'docker',
  isHere: hasDockerEngine,
  holds: 'images',
  login: (host, username) => `docker login --username '${username}' --password-stdin ${host}`,
  asksAtLogin: true,
  push: (image) => `docker load -q -i image.tar && docker tag image ${image} && docker push ${image}`,
  pull: (image) =>
    `docker image prune --all --force && docker pull ${image} && made=$(docker create ${image} none) && docker export $made | tar -xO hello.txt && docker rm $made`,
}

export const registryClients: RegistryClient[] = [
  dockerClient,
  {
    name: 'podman',
    isHere: () => hasClient('podman'),
    holds: 'images',
    login: (host, username) =>
      `podman login ${plain} ${file} --username '${username}' --password-stdin ${host}`,
    asksAtLogin: true,
    push: (image) =>
      `podman ${storage} load -q -i image.tar && podman ${storage} push ${plain} ${file} image ${image}`,
    pull: (image) =>
      `${emptied} && podman ${emptyStorage} pull -q ${plain} ${file} ${image} && podman ${emptyStorage} export $(podman ${emptyStorage} create ${image} none) | tar -xO hello.txt`,
    tags: (repository) => `podman search --list-tags ${plain} ${file} ${repository}`,
  },
  {
    name: 'buildah',
    isHere: () => hasClient('buildah'),
    holds: 'images',
    login: (host, username) =>
      `buildah login ${plain} ${file} --username '${username}' --password-stdin ${host}`,
    asksAtLogin: true,
    push: (image) =>
      `buildah ${storage} pull -q docker-archive:image.tar && buildah ${storage} push ${plain} ${file} image ${image}`,
    pull: (image) =>
      `${emptied} && made=$(buildah ${emptyStorage} from ${plain} ${file} ${image}) && cat "$(buildah ${emptyStorage} mount $made)"/hello.txt`,
  },
  {
    name: 'skopeo',
    isHere: () => hasClient('skopeo'),
    holds: 'images',
    login: (host, username) =>
      `skopeo login ${plain} ${file} --username '${username}' --password-stdin ${host}`,
    asksAtLogin: true,
    push: (image) => `skopeo copy ${file} --dest-tls-verify=false docker-archive:image.tar docker://${image}`,
    pull: (image) =>
      `rm -f taken.tar && skopeo copy ${file} --src-tls-verify=false docker://${image} docker-archive:taken.tar && ${unpack}`,
    tags: (repository) => `skopeo list-tags ${plain} ${file} docker://${repository}`,
    inspect: (image) => `skopeo inspect ${plain} ${file} docker://${image}`,
    copy: (from, to) =>
      `skopeo copy ${file} --src-tls-verify=false --dest-tls-verify=false docker://${from} docker://${to}`,
    remove: (image) => `skopeo delete ${plain} ${file} docker://${image}`,
  },
  {
    name: 'crane',
    isHere: () => hasClient('crane'),
    holds: 'images',
    login: (host, username) => `crane auth login --username '${username}' --password-stdin ${host}`,
    asksAtLogin: false,
    push: (image) => `crane push image.tar ${image}`,
    pull: (image) => `crane pull ${image} taken.tar && ${unpack}`,
    tags: (repository) => `crane ls ${repository}`,
    inspect: (image) => `crane digest ${image}`,
    copy: (from, to) => `crane copy ${from} ${to}`,
    remove: (image) => `crane delete ${repositoryOf(image)}@$(crane digest ${image})`,
  },
  {
    name: 'regctl',
    isHere: () => hasClient('regctl'),
    holds: 'images',
    prepare: (host) => `regctl registry set --skip-check --tls disabled ${host}`,
    login: (host, username) => `regctl registry login --user '${username}' --pass-stdin ${host}`,
    asksAtLogin: true,
    push: (image) => `regctl image import ${image} image.tar`,
    pull: (image) => `regctl image export ${image} taken.tar && ${unpack}`,
    tags: (repository) => `regctl tag ls ${repository}`,
    inspect: (image) => `regctl image digest ${image}`,
    copy: (from, to) => `regctl image copy ${from} ${to}`,
    remove: (image) => `regctl manifest delete ${repositoryOf(image)}@$(regctl image digest ${image})`,
  },
  {
    name: 'oras',
    isHere: () => hasClient('oras'),
    holds: 'files',
    login: (host, username) => `oras login --plain-http --username '${username}' --password-stdin ${host}`,
    asksAtLogin: true,
    push: (image) => `oras push --plain-http ${image} hello.txt:text/plain`,
    pull: (image) => `rm -rf taken && oras pull --plain-http -o taken ${image} && cat taken/hello.txt`,
    tags: (repository) => `oras repo tags --plain-http ${repository}`,
    inspect: (image) => `oras manifest fetch --plain-http --descriptor ${image}`,
    copy: (from, to) => `oras copy --from-plain-http --to-plain-http ${from} ${to}`,
    remove: (image) => `oras manifest delete --plain-http -f ${image}`,
    attach: (image) =>
      `oras attach --plain-http --artifact-type application/x.signature ${image} hello.txt:text/plain`,
    discover: (image) => `oras discover --plain-http --format json ${image}`,
  },
]

/** An image's name without its tag. */
function repositoryOf(image: string): string {
  return image.slice(0, image.lastIndexOf(':'))
}
