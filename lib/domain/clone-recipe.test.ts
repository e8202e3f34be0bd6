import { describe, expect, test } from 'vitest'
import { type CloneTarget, cloneLine, credentialHelperLines } from './clone-recipe'

const target: CloneTarget = {
  origin: 'https://latchkey.example:8443',
  fullPath: 'tanuki/awesome_project',
  username: 'gitlab+deploy-token-7',
  password: 'gldt-abc',
  opensOnlyThis: true,
}

describe('the clone line', () => {
  test('has the user name as people know it, the value, and the address of this instance', () => {
    expect(cloneLine(target)).toBe(
      "git clone 'https://gitlab+deploy-token-7:gldt-abc@latchkey.example:8443/tanuki/awesome_project.git'",
    )
  })

  test('encodes what would end a user name or a password in a URL', () => {
    expect(cloneLine({ ...target, username: 'a:b@c/d', password: 'p@:/?#' })).toBe(
      "git clone 'https://a%3Ab%40c%2Fd:p%40%3A%2F%3F%23@latchkey.example:8443/tanuki/awesome_project.git'",
    )
  })
})

describe('the credential store lines', () => {
  test('keep the value out of every URL', () => {
    const urls = credentialHelperLines(target).match(/https:\/\/\S+/g) ?? []
    expect(urls.length).toBeGreaterThan(0)
    expect(urls.filter((url) => url.includes(target.password))).toEqual([])
  })

  test('are for this one path where the credential opens no other', () => {
    expect(credentialHelperLines(target)).toContain("'path=tanuki/awesome_project.git'")
    expect(credentialHelperLines(target)).toContain("useHttpPath' true")
  })

  test('are for the whole host where the credential opens others too', () => {
    const lines = credentialHelperLines({ ...target, opensOnlyThis: false })
    expect(lines).not.toContain('path=')
    expect(lines).toContain("useHttpPath' false")
  })
})
