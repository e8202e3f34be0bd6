import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import {
  dockerLoginLine,
  dockerPullLine,
  dockerPushLines,
  exampleImage,
  imageRegistryAt,
  podmanPullLine,
  podmanPushLines,
  projectImage,
} from './image-recipe'

const registry = imageRegistryAt('https://latchkey.example:8443')
const plain = imageRegistryAt('http://localhost:3000')

describe('the registry at an origin', () => {
  test('is named by host and port', () => {
    expect(registry).toEqual({ host: 'latchkey.example:8443', isPlain: false })
    expect(plain).toEqual({ host: 'localhost:3000', isPlain: true })
  })

  test('has no port where it is the one of the scheme', () => {
    expect(imageRegistryAt('https://latchkey.example:443').host).toBe('latchkey.example')
  })
})

describe("a project's image", () => {
  test('is named in lower case', () => {
    expect(projectImage(registry, 'Tanuki/Awesome_Project')).toBe(
      'latchkey.example:8443/tanuki/awesome_project',
    )
  })

  test.each(['tanuki/_hidden', 'tanuki/a..b', 'tanuki/a___b', 'tanuki/a-', `tanuki/${'a'.repeat(250)}`])(
    'cannot be named after the path %s',
    (path) => expect(projectImage(registry, path)).toBeUndefined(),
  )

  test('is one that nobody could push where no project is known', () => {
    expect(exampleImage(registry, 'Tanuki')).toBe('latchkey.example:8443/tanuki/PROJECT')
  })
})

describe('the login line', () => {
  test('is kept out of the history of a shell that is set so', () => {
    expect(dockerLoginLine(registry, { username: 'me', password: 'x' })).toMatch(/^ /)
  })

  test.each([
    ['gitlab+deploy-token-7', 'gldt-abc'],
    ["it's", `"'$(id)\`id\`$HOME`],
    ['a b', '%s\\n%d'],
    ['-p', '-n'],
    ['', ' '],
  ])(
    'hands docker the user name %j as one word, and the value %j on standard input alone',
    (username, password) => {
      // docker, as a shell function that tells what it was given
      const docker = `docker() { printf '<%s>' "$@"; printf '|'; cat; }\n`
      const { stdout, stderr } = spawnSync(
        'sh',
        ['-euc', docker + dockerLoginLine(registry, { username, password })],
        { encoding: 'utf8' },
      )
      expect(stderr).toBe('')
      expect(stdout).toBe(
        `<login><--username><${username}><--password-stdin><latchkey.example:8443>|${password}`,
      )
    },
  )
})

test('docker pulls, and builds and pushes, the image by its name', () => {
  const image = 'localhost:3000/tanuki/awesome_project'
  expect(dockerPullLine(image)).toBe(`docker pull '${image}'`)
  expect(dockerPushLines(image)).toBe(`docker build -t '${image}' .\ndocker push '${image}'`)
})

describe('podman', () => {
  test('takes its credentials from the file', () => {
    expect(podmanPullLine(registry, 'latchkey.example:8443/a/b', 'auth.json')).toBe(
      "podman pull --authfile 'auth.json' 'latchkey.example:8443/a/b'",
    )
  })

  test('is told where there is no TLS, when it pulls and when it pushes', () => {
    expect(podmanPullLine(plain, 'localhost:3000/a/b', 'auth.json')).toBe(
      "podman pull --authfile 'auth.json' --tls-verify=false 'localhost:3000/a/b'",
    )
    expect(podmanPushLines(plain, 'localhost:3000/a/b', 'auth.json')).toBe(
      "podman build -t 'localhost:3000/a/b' .\npodman push --authfile 'auth.json' --tls-verify=false 'localhost:3000/a/b'",
    )
  })
})
