import type { RubyValue } from './ruby-marshal'

/** Operating systems as Gem::Platform tells them, by the first that fits, each with its version if it says one. */
const systems: readonly [RegExp, string][] = [
  [/^aix(\d+)?/, 'aix'],
  [/^cygwin/, 'cygwin'],
  [/^darwin(\d+)?/, 'darwin'],
  [/^freebsd(\d+)?/, 'freebsd'],
  [/^(?:java|jruby)$/, 'java'],
  [/^java([\d.]+)/, 'java'],
  [/^linux-?(\w+)?/, 'linux'],
  [/^mingw32$/, 'mingw32'],
  [/^mingw-?(\w+)?/, 'mingw'],
  [/^(?:mswin64)_?(\d+)?/, 'mswin64'],
  [/^(?:mswin32)_?(\d+)?/, 'mswin32'],
  [/^netbsdelf/, 'netbsdelf'],
  [/^openbsd(\d+\.\d+)?/, 'openbsd'],
  [/^solaris(\d+\.\d+)?/, 'solaris'],
  [/^wasi/, 'wasi'],
]

/** A platform as Ruby's clients compare it: `ruby` itself, or processor, system and version. */
export function rubyPlatform(platform: string): RubyValue {
  if (platform === 'ruby') return platform
  const [first = '', ...rest] = platform.split('-')
  const [processor, name] =
    rest.length === 0 ? [null, first] : [first.replace(/^i\d86$/, 'x86'), rest.join('-')]
  const [os, version] = systemOf(name)
  return {
    class: 'Gem::Platform',
    variables: [
      ['@cpu', processor],
      ['@os', os],
      ['@version', version],
    ],
  }
}

function systemOf(name: string): [os: string, version: string | null] {
  for (const [form, os] of systems) {
    const match = form.exec(name)
    if (match) return [os, match[1] ?? null]
  }
  return ['unknown', null]
}
