import { isIP } from 'node:net'
import path from 'node:path'
import { z } from 'zod'
import { mayBePersonalToken } from '@/lib/domain/token-format'

const origin = z
  .url({ protocol: /^https?$/ })
  .transform((value) => value.replace(/\/+$/, ''))
  .refine((value) => new URL(value).origin === value, 'must be an origin, without a path')

/** The settings scripts may rely on, parsed once; a bad value stops the start with a sentence that names it. */
const settings = z.object({
  PORT: z.coerce.number().int().min(1).max(65535).default(3000),
  LATCHKEY_URL: origin.optional(),
  LATCHKEY_DATA_DIR: z.string().min(1).default('./data'),
  LATCHKEY_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  LATCHKEY_ROOT_PASSWORD: z.string().min(8, 'must have at least 8 characters').max(128).optional(),
  LATCHKEY_ROOT_TOKEN: z
    .string()
    .refine(
      mayBePersonalToken,
      'must be 20 to 128 of 0-9 A-Z a-z _ -, without another kind of token’s prefix, and of 42 that begin with glpat- the checksum must hold',
    )
    .optional(),
  LATCHKEY_DEMO: z.enum(['0', '1']).default('1'),
  LATCHKEY_TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((value) =>
      value
        .split(',')
        .map((address) => address.trim())
        .filter(Boolean),
    )
    .refine(
      (entries) => entries.every(isNetwork),
      'must be addresses or networks such as 10.0.0.0/8, by commas',
    ),
  LATCHKEY_REGISTRY: z.enum(['embedded', 'external']).default('embedded'),
  LATCHKEY_REGISTRY_URL: origin.optional(),
  LATCHKEY_REGISTRY_NOTIFICATION_SECRET: z
    .string()
    .min(32, 'must have at least 32 characters')
    // a header's value: what is sent otherwise never arrives as it was written
    .regex(/^[!-~][ -~]*[!-~]$/, 'must be printable ASCII, without a space at either end')
    .optional(),
  LATCHKEY_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  NODE_ENV: z.string().default('development'),
})

export const env = readEnvironment()

function readEnvironment() {
  const parsed = settings.safeParse(dropEmpty(process.env))
  if (!parsed.success)
    throw unusable(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`))
  const s = parsed.data
  const url = s.LATCHKEY_URL ?? `http://localhost:${s.PORT}`
  const registry = readRegistry(s)
  return {
    port: s.PORT,
    /** Public origin, without a slash at the end. */
    url,
    dataDir: path.resolve(/* turbopackIgnore: true */ s.LATCHKEY_DATA_DIR),
    /** Root of every key; without it one is made in the data directory. */
    secret: s.LATCHKEY_SECRET,
    rootPassword: s.LATCHKEY_ROOT_PASSWORD,
    /** The value of root's personal access token, made at the first start. */
    rootToken: s.LATCHKEY_ROOT_TOKEN,
    demo: s.LATCHKEY_DEMO === '1',
    trustedProxies: s.LATCHKEY_TRUSTED_PROXIES,
    registry,
    /** Public origin of the container registry, by which images are named. */
    registryUrl: registry.kind === 'external' ? registry.url : url,
    logLevel: s.LATCHKEY_LOG_LEVEL,
    production: s.NODE_ENV === 'production',
    /** Where programs are found. */
    get searchPath(): string | undefined {
      return process.env.PATH
    },
    /** Read when asked for: the server names the embedded database only after it has started it. */
    get databaseUrl(): string {
      const url = process.env.DATABASE_URL
      if (!url) throw new Error('DATABASE_URL is not set, and no embedded database has been started')
      return url
    },
    /** As the owner of the tables; without one of its own, as everything else. */
    get migrationDatabaseUrl(): string {
      return process.env.LATCHKEY_MIGRATION_DATABASE_URL || this.databaseUrl
    },
  }
}

/** Which registry the tickets are for: the one in this process, or another that believes them and tells us of its images. */
export type RegistrySettings =
  | { kind: 'embedded' }
  | {
      kind: 'external'
      /** Its public origin, without a slash at the end. */
      url: string
      notificationSecret: string
    }

function readRegistry(s: z.output<typeof settings>): RegistrySettings {
  if (s.LATCHKEY_REGISTRY === 'embedded') return { kind: 'embedded' }
  const { LATCHKEY_REGISTRY_URL: url, LATCHKEY_REGISTRY_NOTIFICATION_SECRET: notificationSecret } = s
  if (url && notificationSecret) return { kind: 'external', url, notificationSecret }
  const missing = url ? 'LATCHKEY_REGISTRY_NOTIFICATION_SECRET' : 'LATCHKEY_REGISTRY_URL'
  throw unusable([`${missing}: must be set where LATCHKEY_REGISTRY is external`])
}

function unusable(problems: readonly string[]): Error {
  return new Error(`Settings that cannot be used:\n  ${problems.join('\n  ')}`)
}

/** An IP address, or a network as `10.0.0.0/8`. */
function isNetwork(entry: string): boolean {
  const [address = '', bits, rest] = entry.split('/')
  const bitsMax = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1
  return (
    rest === undefined &&
    bitsMax > 0 &&
    (bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= bitsMax))
  )
}

/** `FOO=` in a shell means "not set" to the person who wrote it. */
function dropEmpty(variables: NodeJS.ProcessEnv): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
}
