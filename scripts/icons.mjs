// `node scripts/icons.mjs`: the icons below from @gitlab/svgs (MIT) as one sprite, and their names as a type.
// Run by hand after changing the list; the output is committed. No tanuki and no logos: they are trademarks.
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

const names = [
  'admin',
  'archive',
  'arrow-left',
  'branch',
  'calendar',
  'check-circle-filled',
  'check-sm',
  'chevron-down',
  'chevron-left',
  'chevron-right',
  'clear',
  'clock',
  'close',
  'commit',
  'container-image',
  'copy-to-clipboard',
  'doc-code',
  'doc-text',
  'download',
  'earth',
  'ellipsis_v',
  'error',
  'external-link',
  'eye',
  'eye-slash',
  'filter',
  'folder',
  'folder-open',
  'group',
  'hamburger',
  'history',
  'information-o',
  'key',
  'leave',
  'lock',
  'log',
  'moon',
  'monitor',
  'overview',
  'package',
  'pencil',
  'plus',
  'preferences',
  'profile',
  'project',
  'question-o',
  'remove',
  'repository',
  'retry',
  'search',
  'settings',
  'shield',
  'sidebar',
  'sort-highest',
  'sort-lowest',
  'subgroup',
  'sun',
  'tag',
  'terminal',
  'token',
  'user',
  'users',
  'warning',
  'warning-solid',
]

const root = path.join(import.meta.dirname, '..')
const svgs = path.dirname(createRequire(import.meta.url).resolve('@gitlab/svgs/package.json'))
const licence = readFileSync(path.join(svgs, 'LICENSE'), 'utf8').trim()

const symbols = names.map((name) => {
  const svg = readFileSync(path.join(svgs, `dist/sprite_icons/${name}.svg`), 'utf8')
  const [, viewBox] = svg.match(/viewBox="([^"]+)"/)
  const shapes = svg.replace(/^[\s\S]*?<svg[^>]*>/, '').replace(/<\/svg>\s*$/, '')
  return `<symbol id="${name}" viewBox="${viewBox}">${shapes}</symbol>\n`
})
const sprite = `<!-- Icons of @gitlab/svgs, chosen by scripts/icons.mjs. Do not edit.\n\n${licence}\n-->
<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join('')}</svg>\n`
writeFileSync(path.join(root, 'public/icons.svg'), sprite)
writeFileSync(path.join(root, 'public/licences/gitlab-svgs.txt'), `${licence}\n`)

const union = names.map((name) => `\n  | '${name}'`).join('')
writeFileSync(
  path.join(root, 'components/ui/icon-name.ts'),
  `// Written by scripts/icons.mjs. Do not edit.\nexport type IconName =${union}\n`,
)
console.log(`${names.length} icons, ${sprite.length} bytes`)
