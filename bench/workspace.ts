import { once } from 'node:events'
import fs from 'node:fs'
import fsPromises from 'node:fs/promises'
import net, { type AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'

/** What a part has opened; closed by `await using`, or by `closeAll` when the run is cut short. */
export interface Resource {
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

const open = new Set<() => Promise<void>>()
let folder: string | undefined

/** Makes `close` happen once, and at the latest when the run ends. */
export function resource(close: () => Promise<void>): Resource {
  const closeOnce = async () => {
    if (open.delete(closeOnce)) await close()
  }
  open.add(closeOnce)
  return { close: closeOnce, [Symbol.asyncDispose]: closeOnce }
}

/** Closes what is still open, the latest first, and removes every folder of this run. */
export async function closeAll(): Promise<void> {
  for (const close of [...open].reverse()) await close().catch((error: unknown) => console.error(error))
  if (folder) await fsPromises.rm(folder, { recursive: true, force: true })
  folder = undefined
}

/** A new empty folder of this run. */
export function makeFolder(name: string): string {
  folder ??= makeTop()
  return fs.mkdtempSync(path.join(folder, `${name}-`))
}

/** Everybody may pass: a web server started by root serves as somebody else. */
function makeTop(): string {
  const top = fs.mkdtempSync(path.join(os.tmpdir(), 'latchkey-bench-'))
  fs.chmodSync(top, 0o711)
  return top
}

export function removeFolder(place: string): Promise<void> {
  return fsPromises.rm(place, { recursive: true, force: true })
}

/** A port of the loopback address that nobody used a moment ago. */
export async function freePort(): Promise<number> {
  const probe = net.createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}
