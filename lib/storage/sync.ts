import fs from 'node:fs/promises'
import path from 'node:path'

/** Makes a file's bytes durable, or of a directory the names in it: created, renamed into it, removed. */
export async function syncPath(place: string): Promise<void> {
  const opened = await fs.open(place, 'r')
  try {
    await opened.sync()
  } finally {
    await opened.close()
  }
}

/** Makes a directory durable with all below it. Links are not followed. */
export async function syncTree(directory: string): Promise<void> {
  for (const entry of await fs.readdir(directory, { withFileTypes: true })) {
    const place = path.join(directory, entry.name)
    if (entry.isDirectory()) await syncTree(place)
    else if (entry.isFile()) await syncPath(place)
  }
  await syncPath(directory)
}

/** Makes the names durable that changed since then in a directory or anywhere below it. */
export async function syncNames(directory: string, since: Date): Promise<void> {
  for (const entry of await fs.readdir(directory, { withFileTypes: true })) {
    if (entry.isDirectory()) await syncNames(path.join(directory, entry.name), since)
  }
  const { mtime } = await fs.stat(directory)
  if (mtime >= since) await syncPath(directory)
}
