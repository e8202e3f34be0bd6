import { describe, expect, test } from 'vitest'
import { isImageName } from './image-name'
import { imageNameOf, imageReference, needsInsecureRegistry, pushRecipe } from './image-reference'

describe('the name of an image', () => {
  test.each([
    ['Acme/Sub/Web', '', 'acme/sub/web'],
    ['Acme/Web', 'worker/debug', 'acme/web/worker/debug'],
  ])('of %s, named "%s" there, is %s', (path, name, expected) => {
    expect(imageNameOf(path, name)).toBe(expected)
    expect(isImageName(expected)).toBe(true)
  })
})

describe('a reference for docker', () => {
  test.each([
    ['https://git.example.com', undefined, 'git.example.com/acme/web'],
    ['https://git.example.com:8443', 'v1', 'git.example.com:8443/acme/web:v1'],
    ['http://localhost:3000', 'latest', 'localhost:3000/acme/web:latest'],
    ['http://[::1]:3000', 'latest', '[::1]:3000/acme/web:latest'],
  ])('on %s with the tag %s is %s', (origin, tag, expected) => {
    expect(imageReference(origin, 'acme/web', tag)).toBe(expected)
  })

  test.each([
    ['https://git.example.com', false],
    ['http://localhost:3000', false],
    ['http://127.0.0.1:3000', false],
    ['http://[::1]:3000', false],
    ['http://git.example.com', true],
    ['http://127.example.com', true],
    ['http://192.0.2.1:3000', true],
  ])('of %s needs an insecure registry: %s', (origin, expected) => {
    expect(needsInsecureRegistry(origin)).toBe(expected)
  })
})

test('an image is pushed by three commands', () => {
  expect(pushRecipe('https://git.example.com:8443', 'acme/web')).toEqual({
    login: 'docker login git.example.com:8443',
    build: 'docker build -t git.example.com:8443/acme/web .',
    push: 'docker push git.example.com:8443/acme/web',
  })
})
