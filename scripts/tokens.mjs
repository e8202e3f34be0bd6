// `node scripts/tokens.mjs <folder>`: GitLab's Pajamas design tokens, reduced to the variables this app uses.
// The folder is an unpacked `npm pack @gitlab/ui@137.2.6` (a Vue library: too much to install for two files).
// Run by hand when a new `--gl-…` name is used in app/ or components/; the output is committed.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const root = path.join(import.meta.dirname, '..')
const source = process.argv[2]
if (!source) throw new Error('Usage: node scripts/tokens.mjs <unpacked @gitlab/ui>')

const light = declarationsOf('tokens.css')
const dark = declarationsOf('tokens.dark.css')
const used = closureOf(namesInSources())
const { version } = JSON.parse(readFileSync(path.join(source, 'package.json'), 'utf8'))
const licence = readFileSync(path.join(source, 'LICENSE'), 'utf8').trim()
const notice = `/*! Design tokens of @gitlab/ui ${version}, reduced by scripts/tokens.mjs. Do not edit.\n\n${licence}\n*/\n`

// Every variable hangs on :root, so one whose declaration is the same in both themes follows by itself.
const changed = [...used].filter((name) => dark.has(name) && dark.get(name) !== light.get(name))
write('tokens.css', block(':root', used, light))
write(
  'tokens.dark.css',
  `${block(':root.gl-dark', changed, dark)}
@media (prefers-color-scheme: dark) {
${block(':root.gl-auto', changed, dark)}}
`,
)
writeFileSync(path.join(root, 'public/licences/gitlab-ui.txt'), `${licence}\n`)
console.log(`${used.size} of ${light.size} variables, ${changed.length} of them differ in the dark theme`)

function declarationsOf(file) {
  const css = readFileSync(path.join(source, 'src/tokens/build/css', file), 'utf8')
  const lines = css.replace(/\/\*[\s\S]*?\*\//g, '').matchAll(/^\s*(--[\w-]+):\s*(.+?);\s*$/gm)
  return new Map(Array.from(lines, ([, name, value]) => [name, value]))
}

function namesInSources() {
  const files = ['app', 'components'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true }).map((file) => path.join(root, folder, file)),
  )
  const texts = files.filter((file) => /\.(css|tsx?)$/.test(file) && !/tokens(\.dark)?\.css$/.test(file))
  return texts.flatMap((file) => readFileSync(file, 'utf8').match(/--gl-[\w-]+/g) ?? [])
}

function closureOf(names) {
  const found = new Set()
  const queue = [...names]
  for (let name = queue.pop(); name; name = queue.pop()) {
    if (found.has(name)) continue
    if (!light.has(name)) throw new Error(`GitLab has no token ${name}`)
    found.add(name)
    for (const theme of [light, dark]) queue.push(...(theme.get(name)?.match(/--gl-[\w-]+/g) ?? []))
  }
  return new Set([...light.keys()].filter((name) => found.has(name)))
}

function block(selector, names, theme) {
  const lines = Array.from(names, (name) => `  ${name}: ${theme.get(name)};\n`)
  return `${selector} {\n${lines.join('')}}\n`
}

function write(file, css) {
  writeFileSync(path.join(root, 'app/styles', file), `${notice}${css}`)
}
