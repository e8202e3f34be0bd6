import fs from 'node:fs'
import path from 'node:path'
import { machines } from '@/lib/http/app'

// What doors the product has, read from the product itself.

type ServerAction = (input: unknown) => Promise<unknown>

const root = process.cwd()
const actionFiles = filesBelow('lib/actions').filter((file) => isServerModule(file))

/** Every exported server action by its name. */
export const serverActions: Record<string, ServerAction> = Object.assign(
  {},
  ...(await Promise.all(actionFiles.map((file) => import(path.join(root, file))))),
)

/** Folders of app/ with a page, and with a route handler. */
export const pageFolders = foldersWith('page.tsx')
export const routeFolders = foldersWith('route.ts')

/** Method and path of everything that is registered with Hono, middleware too. */
export const machineRoutes = machines.routes.map(({ method, path }) => `${method} ${path}`)

/** Files outside lib/actions, or functions inside a file, that make themselves server actions. */
export function strayActions(): string[] {
  const files = ['app', 'components', 'lib'].flatMap(filesBelow)
  return files.filter((file) => !actionFiles.includes(file) && /^\s*['"]use server['"]/m.test(read(file)))
}

function isServerModule(file: string): boolean {
  return /^(\s|\/\/.*\n|\/\*[\s\S]*?\*\/)*['"]use server['"]/.test(read(file))
}

function foldersWith(name: string): string[] {
  return filesBelow('app')
    .filter((file) => path.basename(file) === name)
    .map((file) => path.relative('app', path.dirname(file)))
}

function filesBelow(folder: string): string[] {
  return fs
    .readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?<!\.test)\.tsx?$/.test(file) && !file.startsWith('data/generated'))
    .map((file) => path.join(folder, file))
}

function read(file: string): string {
  return fs.readFileSync(path.join(root, file), 'utf8')
}
