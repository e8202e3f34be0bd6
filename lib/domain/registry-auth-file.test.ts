import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { imagePullSecret, registryAuthFile, withoutCredentials } from './registry-auth-file'

const registry = { host: 'latchkey.example:8443', isPlain: false }
const usual = { username: 'gitlab+deploy-token-7', password: 'gldt-abc' }

describe('the file of credentials', () => {
  test.each([
    ['gitlab+deploy-token-7', 'gldt-abc'],
    [`it's "quoted" $HOME`, `\\ ' " \n$(id)`],
    ['müller', 'päss:wörd 🔑'],
  ])('holds the user name %j and the value %j for this host', (username, password) => {
    const { auths } = JSON.parse(registryAuthFile(registry, { username, password }))
    expect(Object.keys(auths)).toEqual(['latchkey.example:8443'])
    const { auth } = auths['latchkey.example:8443']
    expect(Buffer.from(auth, 'base64').toString()).toBe(`${username}:${password}`)
  })

  test('is shown without what can be read back', () => {
    const shown = withoutCredentials(registryAuthFile(registry, usual))
    expect(JSON.parse(shown)).toEqual({ auths: { 'latchkey.example:8443': { auth: '********' } } })
  })
})

describe('the image pull secret', () => {
  const authFile = registryAuthFile(registry, usual)

  test('is the same file to Kubernetes', () => {
    const { data, ...rest } = parse(imagePullSecret('deploy-token-7', authFile))
    expect(rest).toEqual({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'deploy-token-7' },
      type: 'kubernetes.io/dockerconfigjson',
    })
    expect(Object.keys(data)).toEqual(['.dockerconfigjson'])
    expect(Buffer.from(data['.dockerconfigjson'], 'base64').toString()).toBe(authFile)
  })

  test('is shown without what can be read back', () => {
    const shown = withoutCredentials(imagePullSecret('deploy-token-7', authFile))
    expect(shown).toMatch(/\n {2}\.dockerconfigjson: \*{8}\n$/)
  })
})
