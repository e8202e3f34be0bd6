/** GitLab's limit on how far below its project an image may sit. */
export const imageSegmentsMax = 2
export const imageNameCharactersMax = 255

const segment = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*'
const name = new RegExp(`^${segment}(?:/${segment})*$`)
const tag = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/

/**
 * True for the name of an image as the OCI Distribution Specification has it, of at most 255 characters:
 * https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pulling-manifests
 */
export function isImageName(text: string): boolean {
  return text.length <= imageNameCharactersMax && name.test(text)
}

/** True for a tag as that specification has it. */
export function isImageTag(text: string): boolean {
  return tag.test(text)
}

/**
 * The full paths, in lower case, of the projects that an image of this name could belong to, the longest first: the
 * whole name, and what is left without its last one or two segments. As a project holds no other, one at most is there.
 */
export function projectPathsOf(imageName: string): string[] {
  const segments = imageName.split('/')
  const paths = []
  for (let below = 0; below <= imageSegmentsMax && segments.length - below >= 2; below++)
    paths.push(segments.slice(0, segments.length - below).join('/'))
  return paths
}

/** What of an image's name follows the path of its project: '' for the project's own image. */
export function imagePathOf(imageName: string, projectPath: string): string {
  return imageName.slice(projectPath.length + 1)
}
