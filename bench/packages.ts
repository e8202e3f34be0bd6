import { measureNpm } from './npm-packages'
import { measurePython } from './python-packages'
import { startServer } from './server-under-test'
import type { Sizes } from './sizes'
import type { Part } from './table'

/** What package clients take with many packages, beside other registries. */
export async function measurePackages({ packages: sizes }: Sizes): Promise<Part> {
  await using server = await startServer()
  const npm = await measureNpm(server, sizes)
  const python = await measurePython(server, sizes)
  return {
    title: 'packages',
    rows: [...npm.rows, ...python.rows],
    notes: [...npm.notes, ...python.notes],
  }
}
