import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { manifestBytesMax, parseManifest, platformsOfConfig } from './image-manifest'

const ociImage = 'application/vnd.oci.image.manifest.v1+json'
const ociIndex = 'application/vnd.oci.image.index.v1+json'
const dockerImage = 'application/vnd.docker.distribution.manifest.v2+json'
const dockerList = 'application/vnd.docker.distribution.manifest.list.v2+json'
const layerType = 'application/vnd.oci.image.layer.v1.tar+gzip'

const digestOf = (word: string) => `sha256:${createHash('sha256').update(word).digest('hex')}`
const describeBlob = (word: string, rest = {}) => ({
  mediaType: layerType,
  digest: digestOf(word),
  size: word.length,
  ...rest,
})
const config = describeBlob('config', { mediaType: 'application/vnd.oci.image.config.v1+json' })
const image = (rest = {}) => ({ schemaVersion: 2, config, layers: [describeBlob('layer')], ...rest })
const index = (rest = {}) => ({
  schemaVersion: 2,
  manifests: [describeBlob('child', { mediaType: ociImage })],
  ...rest,
})
const bytesOf = (value: unknown) =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value))
const parse = (value: unknown, mediaType = ociImage) => parseManifest(bytesOf(value), mediaType)

describe('a manifest is understood', () => {
  test('as an image, with what must be there and what it takes up', () => {
    const value = image({ annotations: { title: 'x' } })
    expect(parse(value)).toEqual({
      mediaType: ociImage,
      kind: 'image',
      artifactType: config.mediaType,
      config: { digest: config.digest, size: 6 },
      blobs: [
        { digest: config.digest, size: 6 },
        { digest: digestOf('layer'), size: 5 },
      ],
      foreignBlobs: [],
      children: [],
      subject: undefined,
      annotations: { title: 'x' },
      platforms: [],
      bytes: bytesOf(value).length + 11,
    })
  })

  test.each([
    [ociImage, image(), 'image'],
    [dockerImage, image({ mediaType: dockerImage }), 'image'],
    [ociIndex, index(), 'index'],
    [dockerList, index({ mediaType: dockerList }), 'index'],
    [
      ociImage,
      image({ config: describeBlob('{}', { mediaType: 'application/vnd.oci.empty.v1+json' }) }),
      'artifact',
    ],
    [ociImage, image({ layers: null, annotations: null }), 'image'],
    [`${ociImage}; charset=utf-8`, image(), 'image'],
  ])('of the type %s', (mediaType, value, kind) => {
    expect(parse(value, mediaType).kind).toBe(kind)
  })

  test('with a blob that comes twice once', () => {
    expect(parse(image({ layers: [describeBlob('a'), describeBlob('a')] })).blobs).toHaveLength(2)
  })

  test('with the type that it says as its artifactType, or else that of its config', () => {
    const empty = describeBlob('{}', { mediaType: 'application/vnd.example.config' })
    expect(parse(image({ config: empty })).artifactType).toBe('application/vnd.example.config')
    expect(parse(image({ config: empty, artifactType: 'text/x-sbom' })).artifactType).toBe('text/x-sbom')
    expect(parse(index(), ociIndex).artifactType).toBeUndefined()
  })

  test('with its subject, whether it is there or not', () => {
    const subject = describeBlob('subject', { mediaType: ociImage })
    expect(parse(image({ subject })).subject).toBe(subject.digest)
    expect(parse(index({ subject }), ociIndex).subject).toBe(subject.digest)
  })

  test.each([
    'application/vnd.oci.image.layer.nondistributable.v1.tar',
    'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip',
    'application/vnd.oci.image.layer.nondistributable.v1.tar+zstd',
    'application/vnd.docker.image.rootfs.foreign.diff.tar.gzip',
  ])('with a layer of %s, which need not be there', (mediaType) => {
    const layers = [describeBlob('foreign', { mediaType, urls: ['http://127.0.0.1/x'] })]
    expect(parse(image({ layers }))).toMatchObject({
      blobs: [{ digest: config.digest }],
      foreignBlobs: [digestOf('foreign')],
    })
  })

  test('as an index of manifests and of blobs, as the caches of BuildKit are', () => {
    const manifests = [describeBlob('child', { mediaType: ociImage }), describeBlob('layer')]
    expect(parse(index({ manifests }), ociIndex)).toMatchObject({
      children: [{ digest: digestOf('child') }],
      blobs: [{ digest: digestOf('layer') }],
    })
  })

  test('as an index for its platforms, once each and without attestations', () => {
    const platforms = [
      { os: 'linux', architecture: 'amd64' },
      { os: 'linux', architecture: 'arm', variant: 'v7' },
      { os: 'linux', architecture: 'amd64' },
      { os: 'unknown', architecture: 'unknown' },
      undefined,
    ]
    const manifests = platforms.map((platform, at) =>
      describeBlob(`${at}`, { mediaType: ociImage, platform }),
    )
    expect(parse(index({ manifests }), ociIndex).platforms).toEqual(['linux/amd64', 'linux/arm/v7'])
  })
})

const oneOf = (change: object) => image({ layers: [describeBlob('layer', change)] })
const many = (count: number) => Array.from({ length: count }, (_, at) => describeBlob(String(at)))

describe('a manifest is refused', () => {
  test.each<[string, unknown, string?]>([
    ['that is empty', ''],
    ['that is not JSON', '{"schemaVersion":2,'],
    ['that is a list', []],
    ['that is null', 'null'],
    ['that is a number', '2'],
    ['that is nested 10,000 deep', `{"x":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
    ['with a byte-order mark', `\ufeff${JSON.stringify(image())}`],
    ['with a key twice', JSON.stringify(image()).replace('{', '{"schemaVersion":2,')],
    ['with a key twice in two spellings', JSON.stringify(image()).replace('{', '{"schema\\u0056ersion":2,')],
    ['with a key twice deep inside', JSON.stringify(image()).replace('"size":', '"size":1,"size":')],
    [
      'with a key twice under an unknown one',
      JSON.stringify(image({ x: [{ a: 1 }] })).replace('"a":', '"a":0,"a":'),
    ],
    ['of schema version 1', image({ schemaVersion: 1 })],
    ['of schema version 3', image({ schemaVersion: 3 })],
    ['of schema version "2"', image({ schemaVersion: '2' })],
    ['without a schema version', image({ schemaVersion: undefined })],
    ['with layers and manifests', image({ manifests: [] })],
    ['with manifests and layers', index({ layers: [] }), ociIndex],
    ['with manifests and a config', index({ config }), ociIndex],
    ['with layers of schema 1', image({ fsLayers: [] })],
    ['that is an index, as an image', index()],
    ['that is an image, as an index', image(), ociIndex],
    ['that calls itself something else', image({ mediaType: dockerImage })],
    ["of Docker's that does not call itself anything", image(), dockerImage],
    ['of schema 1', image(), 'application/vnd.docker.distribution.manifest.v1+prettyjws'],
    ['of a type nobody knows', image(), 'application/json'],
    ['of a name that every object has', image(), 'constructor'],
    ['without a type', image(), ''],
    ['without a config', image({ config: undefined })],
    ['with layers that are no list', image({ layers: {} })],
    ['with a layer that is no descriptor', image({ layers: ['x'] })],
    ['with a negative size', oneOf({ size: -1 })],
    ['with a size of half a byte', oneOf({ size: 0.5 })],
    ['with a size in words', oneOf({ size: '5' })],
    ['with a size of 2^63', JSON.stringify(image()).replace('"size":5', '"size":9223372036854775808')],
    ['with a size of 1e400', JSON.stringify(image()).replace('"size":5', '"size":1e400')],
    ['without a size', oneOf({ size: undefined })],
    ['with one blob of two sizes', image({ layers: [describeBlob('a'), describeBlob('a', { size: 2 })] })],
    ['with a digest of another algorithm', oneOf({ digest: `md5:${'0'.repeat(32)}` })],
    ['with a digest in upper case', oneOf({ digest: digestOf('x').toUpperCase() })],
    ['with a digest that leads elsewhere', oneOf({ digest: `sha256:../../${'0'.repeat(58)}` })],
    ['with a bad digest of a subject', image({ subject: describeBlob('x', { digest: 'sha256:0' }) })],
    ['with 1,001 layers', image({ layers: many(1001) })],
    ['with 1,001 manifests', index({ manifests: many(1001) }), ociIndex],
    ['with an annotation that is no text', image({ annotations: { a: 1 } })],
    ['with an annotation that no database holds', image({ annotations: { a: '\0' } })],
    ['with half a character', JSON.stringify(image({ annotations: { a: 'x' } })).replace('"x"', '"\\ud800"')],
    ['with an artifact type of 256 characters', image({ artifactType: 'x'.repeat(256) })],
  ])('%s', (_what, value, mediaType = ociImage) => {
    expect(() => parse(value, mediaType)).toThrow(
      expect.objectContaining({ registryCode: 'MANIFEST_INVALID' }),
    )
  })

  test('that is not UTF-8', () => {
    const bytes = bytesOf(image({ annotations: { a: '?' } }))
    bytes[bytes.indexOf('?'.charCodeAt(0))] = 0xff
    expect(() => parseManifest(bytes, ociImage)).toThrow('manifest invalid: it is not JSON')
  })

  test('with the name of the field that is wrong', () => {
    expect(() => parse(oneOf({ size: -1 }))).toThrow('manifest invalid: layers.0.size: ')
  })
})

describe('a manifest is taken', () => {
  test.each<[string, unknown]>([
    ['with 1,000 layers', image({ layers: many(1000) })],
    [
      'with keys that look like others',
      image({ x: { 'a":1,"a': 1, 'a:': { a: ':' }, a: '":' }, y: ['a', ':'] }),
    ],
    ['with keys that every object has', '{"__proto__":{"a":1},'.concat(JSON.stringify(image()).slice(1))],
    ['with annotations that fill it', image({ annotations: { a: 'x'.repeat(manifestBytesMax - 2000) } })],
    ['with a mark-up in its annotations', image({ annotations: { a: '<script>' } })],
    ['of the largest size, all of it one text', image({ x: '\\'.repeat(manifestBytesMax / 2 - 1000) })],
  ])('%s', (_what, value) => {
    expect(parse(value).kind).toBe('image')
  })
})

test.each([
  ['{"os":"linux","architecture":"arm64"}', ['linux/arm64']],
  ['{"os":"linux","architecture":"arm","variant":"v7"}', ['linux/arm/v7']],
  ['{"os":"","architecture":""}', []],
  ['{"os":1}', []],
  ['{}', []],
  ['null', []],
  ['a chart', []],
])('the platforms of the config %s', (text, platforms) => {
  expect(platformsOfConfig(bytesOf(text))).toEqual(platforms)
})
