import type { Context } from 'hono'
import { DomainError } from '@/lib/domain/error'
import type { PackageDoor } from '@/lib/http/packages/package-door'
import { projectOf } from '@/lib/http/packages/project-of'
import { type ReceivedForm, receiveForm } from '@/lib/http/packages/receive-form'
import { publishNugetPackage } from '@/lib/services/packages/publish-nuget-package'
import { mendForm } from './mend-form'

const part = 'package'

/** Takes the one file of the form as a package, or as the symbols of one. Errors: those of `receiveForm` and `publishNugetPackage`. */
export function pushPackage(c: Context<PackageDoor>, extension: 'nupkg' | 'snupkg'): Promise<Response> {
  const publish = async ({ part: sent, draft }: ReceivedForm) => {
    if (sent !== part) throw new DomainError('invalid', `The file must be the form's part "${part}".`)
    await publishNugetPackage(c.get('client'), projectOf(c), draft, extension)
    return c.json({ message: '201 Created' }, 201)
  }
  return receiveForm(c, publish, mendForm(c.req.header('content-type') ?? ''))
}
