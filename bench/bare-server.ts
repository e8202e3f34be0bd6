import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { env } from '@/lib/env'
import { freePort, type Resource, resource } from './workspace'

export type BareServer = Resource & { port: number; pid: number }

/** Starts a server of this folder that does a part of the product's work and nothing else; ready when it resolves. */
export async function startBareServer(
  file: 'lookup-server.ts' | 'rest-server.ts',
  databaseUrl: string,
  words: string[] = [],
): Promise<BareServer> {
  const port = await freePort()
  const child = fork(path.join(import.meta.dirname, file), words, {
    execArgv: ['--import', 'tsx'],
    env: {
      NODE_ENV: 'production',
      PATH: process.env.PATH,
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      LATCHKEY_SECRET: env.secret,
    },
  })
  const opened = resource(async () => {
    const gone = once(child, 'exit')
    if (child.kill()) await gone
  })
  await once(child, 'message')
  return { ...opened, port, pid: child.pid ?? 0 }
}
