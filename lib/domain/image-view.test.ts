import { expect, test } from 'vitest'
import { configDigestOf, presentImage, shortDigest } from './image-view'

const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))

test('an image has a configuration, several together have none', () => {
  expect(configDigestOf(bytesOf({ config: { digest: 'sha256:ab' }, layers: [] }))).toBe('sha256:ab')
  expect(configDigestOf(bytesOf({ manifests: [] }))).toBeUndefined()
  expect(configDigestOf(bytesOf({ config: null }))).toBeUndefined()
})

test('a digest is short without its algorithm', () => {
  expect(shortDigest('sha256:0123456789abcdef')).toBe('0123456')
  expect(shortDigest('sha512:fedcba9876543210')).toBe('fedcba9')
})

test('an image is named as docker knows it, and its project as people do', () => {
  const at = new Date('2027-01-01T00:00:00Z')
  const project = { id: 1, name: 'Web', fullPath: 'Acme/Web' }
  const image = { id: 7, name: 'worker', project, createdAt: at, tagCount: 0, size: 0, publishedAt: null }
  expect(presentImage(image)).toEqual({
    id: 7,
    imageName: 'acme/web/worker',
    projectName: 'Web',
    projectPath: 'Acme/Web',
    tagCount: 0,
    size: 0,
    publishedAt: null,
    createdAt: '2027-01-01T00:00:00.000Z',
  })
})
