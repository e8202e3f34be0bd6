import { CopyField } from '@/components/ui/copy-field'
import { needsInsecureRegistry, pushRecipe } from '@/lib/domain/image-reference'

interface PushCommandsProps {
  /** Public origin of the instance. */
  origin: string
  /** What the image would be called, without the host. */
  imageName: string
}

/** How an image of a project gets here, in commands to copy. */
export function PushCommands({ origin, imageName }: PushCommandsProps) {
  const { login, build, push } = pushRecipe(origin, imageName)
  return (
    <div className="text-left">
      <p className="mb-4">
        If you are not already logged in, you need to authenticate to the container registry by using your
        user name and password, a personal access token or a deploy token.
      </p>
      <CopyField label="Login" value={login} copyLabel="Copy login command" className="mb-4" />
      <p className="mb-4">You can add an image to this registry with the following commands:</p>
      <CopyField label="Build" value={build} copyLabel="Copy build command" className="mb-4" />
      <CopyField label="Push" value={push} copyLabel="Copy push command" />
      {needsInsecureRegistry(origin) ? (
        <p className="mt-4">
          This instance is reached by plain HTTP: docker talks to it only once{' '}
          <code className="wrap-anywhere">{new URL(origin).host}</code> stands among the{' '}
          <code>insecure-registries</code> of its daemon.
        </p>
      ) : null}
    </div>
  )
}
