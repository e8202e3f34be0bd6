import { afterEach, expect, test, vi } from 'vitest'

afterEach(() => {
  vi.unstubAllEnvs()
  vi.resetModules()
})

test.each([
  ['PORT', 'http'],
  ['PORT', '0'],
  ['PORT', '65536'],
  ['LATCHKEY_URL', 'localhost:3000'],
  ['LATCHKEY_URL', 'ftp://example.com'],
  ['LATCHKEY_URL', 'https://example.com/gitlab'],
  ['LATCHKEY_SECRET', 'short'],
  ['LATCHKEY_ROOT_PASSWORD', 'short'],
  ['LATCHKEY_ROOT_TOKEN', 'nineteen-characters'],
  ['LATCHKEY_ROOT_TOKEN', 'a'.repeat(129)],
  ['LATCHKEY_ROOT_TOKEN', 'twenty characters, or more'],
  ['LATCHKEY_ROOT_TOKEN', 'gldt-abcdefghijklmnopqrst'],
  ['LATCHKEY_ROOT_TOKEN', `glpat-${'a'.repeat(36)}`],
  ['LATCHKEY_DEMO', 'yes'],
  ['LATCHKEY_REGISTRY', 'none'],
  ['LATCHKEY_REGISTRY_URL', 'localhost:5000'],
  ['LATCHKEY_REGISTRY_URL', 'https://registry.example.com/v2/'],
  ['LATCHKEY_REGISTRY_NOTIFICATION_SECRET', 'thirty-one-characters-and-no-mo'],
  ['LATCHKEY_REGISTRY_NOTIFICATION_SECRET', ` ${'a'.repeat(32)}`],
  ['LATCHKEY_REGISTRY_NOTIFICATION_SECRET', 'ä'.repeat(32)],
  ['LATCHKEY_TRUSTED_PROXIES', 'my-proxy'],
  ['LATCHKEY_TRUSTED_PROXIES', '10.0.0.0/33'],
  ['LATCHKEY_TRUSTED_PROXIES', '10.0.0.1, ::1/129'],
])('%s=%s stops the start, and its name is said', async (name, value) => {
  vi.stubEnv(name, value)
  await expect(import('./env')).rejects.toThrow(name)
})

test('a root token that cannot be used is not repeated in the refusal', async () => {
  vi.stubEnv('LATCHKEY_ROOT_TOKEN', 'almost a secret')
  await expect(import('./env')).rejects.not.toThrow('almost')
})

test.each([
  'glpat-abcdefghijklmnopqrst',
  'glpat-Latchkey00000000000000000000001eN9yL',
  'any_twenty-characters',
])('a root token may be %s', async (value) => {
  vi.stubEnv('LATCHKEY_ROOT_TOKEN', value)
  expect((await import('./env')).env.rootToken).toBe(value)
})

test('settings that are empty are not set', async () => {
  for (const name of ['PORT', 'LATCHKEY_URL', 'LATCHKEY_TRUSTED_PROXIES']) vi.stubEnv(name, '')
  const { env } = await import('./env')
  expect(env).toMatchObject({ port: 3000, url: 'http://localhost:3000', trustedProxies: [] })
})

test('the public URL is an origin without a slash, and proxies are a list', async () => {
  vi.stubEnv('LATCHKEY_URL', 'https://git.example.com/')
  vi.stubEnv('LATCHKEY_TRUSTED_PROXIES', '10.0.0.0/8, ::1')
  const { env } = await import('./env')
  expect(env).toMatchObject({ url: 'https://git.example.com', trustedProxies: ['10.0.0.0/8', '::1'] })
})

const external = {
  LATCHKEY_REGISTRY: 'external',
  LATCHKEY_REGISTRY_URL: 'https://registry.example.com/',
  LATCHKEY_REGISTRY_NOTIFICATION_SECRET: 'a secret between the registry and us',
}

test('the registry is the embedded one, or another with an address and a secret', async () => {
  expect((await import('./env')).env).toMatchObject({
    registry: { kind: 'embedded' },
    registryUrl: 'http://localhost:3000',
  })
  vi.resetModules()
  for (const [name, value] of Object.entries(external)) vi.stubEnv(name, value)
  expect((await import('./env')).env).toMatchObject({
    registry: {
      kind: 'external',
      url: 'https://registry.example.com',
      notificationSecret: 'a secret between the registry and us',
    },
    registryUrl: 'https://registry.example.com',
  })
})

test.each(['LATCHKEY_REGISTRY_URL', 'LATCHKEY_REGISTRY_NOTIFICATION_SECRET'])(
  'an external registry without %s stops the start, and no secret is said',
  async (missing) => {
    for (const [name, value] of Object.entries({ ...external, [missing]: '' })) vi.stubEnv(name, value)
    await expect(import('./env')).rejects.toThrow(missing)
    await expect(import('./env')).rejects.not.toThrow('a secret')
  },
)

test('migrations run as the role of their own, or else as the application', async () => {
  vi.stubEnv('DATABASE_URL', 'postgresql://application@db/latchkey')
  vi.stubEnv('LATCHKEY_MIGRATION_DATABASE_URL', '')
  const { env } = await import('./env')
  expect(env.migrationDatabaseUrl).toBe('postgresql://application@db/latchkey')
  vi.stubEnv('LATCHKEY_MIGRATION_DATABASE_URL', 'postgresql://owner@db/latchkey')
  expect(env.migrationDatabaseUrl).toBe('postgresql://owner@db/latchkey')
})
