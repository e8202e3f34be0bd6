/** The full name of an image: the path of its project in lower case, as docker takes no other, and its name there. */
export function imageNameOf(projectPath: string, name: string): string {
  const path = projectPath.toLowerCase()
  return name === '' ? path : `${path}/${name}`
}

/** What docker is given to find an image on the instance of this origin: host (with its port), name, and tag if any. */
export function imageReference(origin: string, imageName: string, tag?: string): string {
  const reference = `${new URL(origin).host}/${imageName}`
  return tag === undefined ? reference : `${reference}:${tag}`
}

/** True where docker refuses this origin unless its host stands among the daemon's `insecure-registries`. */
export function needsInsecureRegistry(origin: string): boolean {
  const { protocol, hostname } = new URL(origin)
  return protocol === 'http:' && hostname !== 'localhost' && !/^(127\.[\d.]+|\[::1\])$/.test(hostname)
}

/** How somebody signs docker in, makes an image of a project and pushes it: one line each, for a POSIX shell. */
export function pushRecipe(origin: string, imageName: string): Record<'login' | 'build' | 'push', string> {
  const reference = imageReference(origin, imageName)
  return {
    login: `docker login ${new URL(origin).host}`,
    build: `docker build -t ${reference} .`,
    push: `docker push ${reference}`,
  }
}
