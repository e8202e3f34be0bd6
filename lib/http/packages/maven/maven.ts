import { type Context, Hono } from 'hono'
import { DomainError } from '@/lib/domain/error'
import { type MavenPath, parseMavenPath } from '@/lib/domain/packages/maven'
import { targetOf } from '@/lib/http/door'
import type { PackageFormat } from '@/lib/http/packages/format'
import type { PackageDoor } from '@/lib/http/packages/package-door'
import { getFile, putFile } from './files'
import { getMetadata, putMetadata } from './metadata'

/** A repository in Maven's layout: https://docs.gitlab.com/api/packages/maven/ */
const readers = new Hono<PackageDoor>().get('/*', get)

const project = new Hono<PackageDoor>().get('/*', get).put('/*', put)

export const maven: PackageFormat = { word: 'maven', project, group: readers, instance: readers }

const word = '/packages/maven/'

function get(c: Context<PackageDoor>): Promise<Response> {
  const asked = pathOf(c)
  if (!asked) throw new DomainError('not_found', 'File not found')
  return asked.kind === 'file' ? getFile(c, asked) : getMetadata(c, asked)
}

function put(c: Context<PackageDoor>): Promise<Response> {
  const asked = pathOf(c)
  if (!asked) throw new DomainError('invalid', 'path is invalid')
  return asked.kind === 'file' ? putFile(c, asked) : putMetadata(c, asked)
}

function pathOf(c: Context<PackageDoor>): MavenPath | undefined {
  const { pathname } = targetOf(c)
  const path = pathname.slice(pathname.indexOf(word) + word.length)
  return parseMavenPath(path.split('/').map(decodeURIComponent))
}
