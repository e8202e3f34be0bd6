import { shellQuote } from '@/lib/domain/shell-quote'
import { moduleBlock, terraformCredentials } from '@/lib/domain/terraform-configuration'
import { curlConfig, curlFile } from './curl'
import { type ClientPlace, file, type PackageClient, writeUrl } from './package-client'

const exampleModule = 'my-module/local'
const exampleVersion = '1.0.0'

export const terraform: PackageClient = {
  label: 'Terraform',
  blocks: ({ place, credentials, canPublish }) => [
    file('.terraformrc', terraformCredentials(place, credentials.password)),
    { title: 'Use a module: in a .tf file', text: moduleExample(place) },
    ...(canPublish
      ? [
          file(curlFile, curlConfig(credentials)),
          { title: 'Publish a module', text: moduleUploadLine(place, curlFile) },
        ]
      : []),
  ],
}

/** What calls it in a .tf file. */
export function moduleExample(place: ClientPlace): string {
  return moduleBlock(place, exampleModule, exampleVersion)
}

/** Publishes a Terraform module, which terraform itself cannot. */
export function moduleUploadLine(place: ClientPlace, configFile: string): string {
  const url = `${writeUrl(place, 'terraform')}/modules/${exampleModule}/${exampleVersion}/file`
  return `curl --fail --config ${shellQuote(configFile)} --upload-file my-module.tgz ${shellQuote(url)}`
}
