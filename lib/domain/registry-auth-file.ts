import type { ImageRegistry, RegistryCredentials } from './image-recipe'

/**
 * The file in which podman, skopeo, buildah and docker look for credentials: containers-auth.json(5), and `config.json`
 * of docker.
 */
export function registryAuthFile(registry: ImageRegistry, credentials: RegistryCredentials): string {
  const auth = toBase64(`${credentials.username}:${credentials.password}`)
  return `${JSON.stringify({ auths: { [registry.host]: { auth } } }, null, 2)}\n`
}

/** That file as a Secret from which Kubernetes pulls images: https://kubernetes.io/docs/concepts/configuration/secret/#docker-config-secrets */
export function imagePullSecret(name: string, authFile: string): string {
  return `apiVersion: v1
kind: Secret
metadata:
  name: ${name}
type: kubernetes.io/dockerconfigjson
data:
  .dockerconfigjson: ${toBase64(authFile)}
`
}

/** Such a text without what stands for the credentials in it. */
export function withoutCredentials(text: string): string {
  return text.replace(/("auth": "|dockerconfigjson: )[A-Za-z0-9+/=]+/, '$1********')
}

/** As browsers and Node both have it: of the bytes of UTF-8. */
function toBase64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)))
}
