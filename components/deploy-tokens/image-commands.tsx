'use client'

import { CommandBlock } from '@/components/ui/command-block'
import type { CreatedToken } from '@/lib/actions/deploy-tokens'
import {
  dockerLoginLine,
  dockerPullLine,
  dockerPushLines,
  type ImageRegistry,
  podmanPullLine,
  podmanPushLines,
} from '@/lib/domain/image-recipe'
import { imagePullSecret, registryAuthFile, withoutCredentials } from '@/lib/domain/registry-auth-file'
import type { Scope } from '@/lib/domain/scope'

interface ImageCommandsProps {
  created: CreatedToken
  registry: ImageRegistry
  /** The image that is named; undefined where none can be named after the project. */
  image: string | undefined
}

export function DockerCommands({ created, registry, image }: ImageCommandsProps) {
  const { token, secret } = created
  const login = (password: string) => dockerLoginLine(registry, { username: token.username, password })
  return (
    <div className="flex flex-col gap-4">
      <CommandBlock title="Log in with docker" command={login(secret)} masked={login('********')} />
      <PullAndPush scopes={token.scopes} image={image} pull={dockerPullLine} push={dockerPushLines} />
    </div>
  )
}

export function PodmanCommands({ created, registry, image }: ImageCommandsProps) {
  const authFile = authFileOf(created, registry)
  const fileName = `${secretNameOf(created)}.json`
  return (
    <div className="flex flex-col gap-4">
      <CommandBlock
        title="auth.json"
        command={authFile}
        masked={withoutCredentials(authFile)}
        fileName={fileName}
      />
      <PullAndPush
        scopes={created.token.scopes}
        image={image}
        pull={(name) => podmanPullLine(registry, name, fileName)}
        push={(name) => podmanPushLines(registry, name, fileName)}
      />
    </div>
  )
}

export function KubernetesCommands({ created, registry }: Omit<ImageCommandsProps, 'image'>) {
  const name = secretNameOf(created)
  const manifest = imagePullSecret(name, authFileOf(created, registry))
  const fileName = `${name}.yaml`
  return (
    <div className="flex flex-col gap-4">
      <CommandBlock
        title="Image pull secret"
        command={manifest}
        masked={withoutCredentials(manifest)}
        fileName={fileName}
      />
      <CommandBlock title="Put it into the cluster" command={`kubectl apply -f ${fileName}`} />
      <CommandBlock
        title="Name it in the specification of a pod"
        command={`imagePullSecrets:\n  - name: ${name}`}
      />
    </div>
  )
}

interface PullAndPushProps extends Pick<ImageCommandsProps, 'image'> {
  scopes: readonly Scope[]
  pull: (image: string) => string
  push: (image: string) => string
}

/** What the scopes let one do with images: GitLab asks for both of them to push. */
function PullAndPush({ scopes, image, pull, push }: PullAndPushProps) {
  if (!scopes.includes('read_registry')) return <p>You need both read and write access to push images.</p>
  if (image === undefined) return <p>This project's path cannot be the name of an image.</p>
  return (
    <>
      <CommandBlock title="Pull an image" command={pull(image)} />
      {scopes.includes('write_registry') ? (
        <CommandBlock title="Build and push an image" command={push(image)} />
      ) : null}
    </>
  )
}

function authFileOf({ token, secret }: CreatedToken, registry: ImageRegistry): string {
  return registryAuthFile(registry, { username: token.username, password: secret })
}

/** A name for Kubernetes (RFC 1123), and for files. */
function secretNameOf({ token }: CreatedToken): string {
  return `deploy-token-${token.id}`
}
