import { createHash } from 'node:crypto'
import { z } from '@hono/zod-openapi'
import { attachment } from '@/lib/domain/content-disposition'
import { download, list, type Rest } from '@/lib/http/rest/endpoint'
import { flag, gitText, placeId } from '@/lib/http/rest/parameters'
import { nothingThere, Refusal } from '@/lib/http/rest/refusals'
import { anybody, forFiles } from '@/lib/http/rest/who'
import { listEntries } from '@/lib/services/git/list-entries'
import { openArchive } from '@/lib/services/git/open-archive'
import { type OpenBlob, openBlob } from '@/lib/services/git/open-blob'
import { streamBlob } from '@/lib/services/git/stream-blob'

const base = '/projects/{id}/repository'
const common = { method: 'get', who: anybody, place: 'Project' } as const
const params = z.object({ id: placeId })
const fileParams = params.extend({ file_path: gitText })
/** A larger one does not fit a JSON document; `raw` streams it. */
const contentBytesMax = 10 * 1024 * 1024

const treeQuery = z.object({
  path: gitText.default(''),
  ref: gitText.optional(),
  recursive: flag.describe('Also what is in the directories below').default(false),
})

const entryView = z
  .object({
    id: z.string(),
    name: z.string(),
    type: z.enum(['tree', 'blob', 'commit']),
    path: z.string(),
    mode: z.string(),
  })
  .openapi('TreeEntry')

const fileView = z
  .object({
    file_name: z.string(),
    file_path: z.string(),
    size: z.int(),
    encoding: z.literal('base64'),
    content_sha256: z.string(),
    ref: z.string(),
    blob_id: z.string(),
    commit_id: z.string(),
    last_commit_id: z.string(),
    execute_filemode: z.boolean(),
    content: z.string(),
  })
  .openapi('RepositoryFile')

/** GitLab's repository files and repositories APIs, as far as they read: https://docs.gitlab.com/api/repository_files/ */
export function addRepositoryFiles(rest: Rest): void {
  list(
    rest,
    {
      ...common,
      path: `${base}/tree`,
      summary: 'What a directory holds',
      params,
      query: treeQuery,
      answer: entryView,
    },
    async ({ actor, params: { id }, query: { ref, path, recursive } }, page) => {
      const found = await listEntries(actor, id, { revision: ref, path, isDeep: recursive }, page)
      if (found === 'no revision') throw nothingThere('404 Tree Not Found')
      if (found === 'no directory') throw nothingThere('404 invalid revision or path Not Found')
      const items = found.items.map(({ id, type, path, mode }) => ({
        id,
        name: path.slice(path.lastIndexOf('/') + 1),
        type,
        path,
        mode,
      }))
      return { items, total: found.total }
    },
  )
  addFile(rest)
  addRaw(rest)
  for (const [format, endings] of Object.entries(archiveEndings) as [ArchiveFormat, readonly string[]][])
    for (const ending of endings) addArchive(rest, ending, format)
}

function addFile(rest: Rest): void {
  download(
    rest,
    {
      ...common,
      scopes: forFiles,
      path: `${base}/files/{file_path}`,
      summary: 'One file, of 10 MiB at most, with what is known of it',
      params: fileParams,
      query: z.object({ ref: gitText }),
      answer: fileView,
    },
    async ({ actor, params: { id, file_path }, query: { ref } }) => {
      const blob = there(await openBlob(actor, id, { revision: ref, path: file_path }))
      if (blob.bytes > contentBytesMax) throw tooLarge
      return {
        headers: { ...headersOf(blob, ref), 'Content-Type': 'application/json' },
        open: async (taker) => {
          const content = Buffer.from(await new Response(await streamBlob(actor, blob, taker)).arrayBuffer())
          return JSON.stringify(presentFile(blob, ref, content))
        },
      }
    },
  )
}

function addRaw(rest: Rest): void {
  download(
    rest,
    {
      ...common,
      scopes: forFiles,
      path: `${base}/files/{file_path}/raw`,
      summary: 'The bytes of one file',
      params: fileParams,
      query: z.object({ ref: gitText.optional() }),
    },
    async ({ actor, params: { id, file_path }, query: { ref } }) => {
      const blob = there(await openBlob(actor, id, { revision: ref, path: file_path }))
      return {
        headers: {
          ...headersOf(blob, ref ?? 'HEAD'),
          'Content-Type': 'text/plain; charset=utf-8',
          'Content-Disposition': attachment(nameOf(blob)),
          'Content-Length': String(blob.bytes),
        },
        open: (taker) => streamBlob(actor, blob, taker),
      }
    },
  )
}

type ArchiveFormat = keyof typeof types

const types = {
  'tar.gz': 'application/gzip',
  'tar.bz2': 'application/x-bzip2',
  tar: 'application/x-tar',
  zip: 'application/zip',
} as const

/** What GitLab lets an archive's address end in. */
const archiveEndings = {
  'tar.gz': ['', '.tar.gz', '.tgz'],
  'tar.bz2': ['.tar.bz2', '.tbz', '.tbz2', '.tb2', '.bz2'],
  tar: ['.tar'],
  zip: ['.zip'],
} as const satisfies Record<ArchiveFormat, readonly string[]>

function addArchive(rest: Rest, ending: string, format: ArchiveFormat): void {
  download(
    rest,
    {
      ...common,
      scopes: forFiles,
      path: `${base}/archive${ending}`,
      summary: `All files of a revision, as ${format}`,
      params,
      query: z.object({ sha: gitText.optional(), path: gitText.default('') }),
    },
    async ({ actor, params: { id }, query: { sha, path } }) => {
      const archive = await openArchive(actor, id, { revision: sha, path, format })
      if (archive === 'no files') throw nothingThere('404 File Not Found')
      if (archive === 'no program') throw nothingThere(`404 Not Found - ${format} is not made here`)
      return {
        headers: {
          'Content-Type': types[format],
          'Content-Disposition': attachment(`${archive.name}.${format}`),
        },
        open: archive.open,
      }
    },
  )
}

const tooLarge = new Refusal(400, { message: 'The file is larger than 10 MiB; read it at /raw' })

function there(found: Awaited<ReturnType<typeof openBlob>>): OpenBlob {
  if (found === 'no revision') throw nothingThere('404 Commit Not Found')
  if (found === 'no file') throw nothingThere('404 File Not Found')
  return found
}

/** GitLab says in headers what it says in the body, so that HEAD tells it too; names are for ASCII. */
function headersOf(blob: OpenBlob, ref: string): Record<string, string> {
  return {
    'X-Gitlab-Blob-Id': blob.blobId,
    'X-Gitlab-Commit-Id': blob.commitId,
    'X-Gitlab-Encoding': 'base64',
    'X-Gitlab-Execute-Filemode': String(blob.isExecutable),
    'X-Gitlab-File-Name': encodeURI(nameOf(blob)),
    'X-Gitlab-File-Path': encodeURI(blob.path),
    'X-Gitlab-Last-Commit-Id': blob.lastCommitId,
    'X-Gitlab-Ref': encodeURI(ref),
    'X-Gitlab-Size': String(blob.bytes),
  }
}

function nameOf({ path }: OpenBlob): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function presentFile(blob: OpenBlob, ref: string, content: Buffer): z.infer<typeof fileView> {
  return {
    file_name: nameOf(blob),
    file_path: blob.path,
    size: blob.bytes,
    encoding: 'base64',
    content_sha256: createHash('sha256').update(content).digest('hex'),
    ref,
    blob_id: blob.blobId,
    commit_id: blob.commitId,
    last_commit_id: blob.lastCommitId,
    execute_filemode: blob.isExecutable,
    content: content.toString('base64'),
  }
}
