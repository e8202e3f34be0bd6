interface ModulePlace {
  /** Public origin of the instance. */
  origin: string
  projectPath: string
}

/**
 * A block that calls a version of a module (`name/system`), which is found by the top group of its project:
 * https://developer.hashicorp.com/terraform/language/modules/sources#terraform-registry
 */
export function moduleBlock({ origin, projectPath }: ModulePlace, name: string, version: string): string {
  const { host } = new URL(origin)
  const [topGroup = ''] = projectPath.split('/')
  const [word = ''] = name.split('/')
  // the block's own name is an identifier, a module's may begin with anything
  const label = /^[a-z]/.test(word) ? word : `_${word}`
  return `module ${hclText(label)} {
  source  = ${hclText(`${host}/${topGroup}/${name}`)}
  version = ${hclText(version)}
}
`
}

/** What ~/.terraformrc says: https://developer.hashicorp.com/terraform/cli/config/config-file#credentials */
export function terraformCredentials({ origin }: Pick<ModulePlace, 'origin'>, token: string): string {
  return `credentials ${hclText(new URL(origin).host)} {\n  token = ${hclText(token)}\n}\n`
}

/** A quoted template of HCL in which nothing is replaced: https://developer.hashicorp.com/terraform/language/expressions/strings */
function hclText(text: string): string {
  return JSON.stringify(text).replace(/[$%](?=\{)/g, '$&$&')
}
