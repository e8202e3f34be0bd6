import type { PackageType } from '@/lib/domain/package'
import type { Project } from '@/lib/domain/project'
import { chartForm, makeChart } from './helm-chart'
import { makeDocument, makePackage } from './npm-package'
import { nupkgOf } from './nuget-archive'
import { wheelOf } from './python-distribution'
import { sha256 } from './registry-request'
import { gemMetadata, makeGem } from './ruby-gem'
import { makeTarball } from './tarball'

/** A request that publishes one file of one version, as the format's client sends it. */
export interface Upload {
  method: 'PUT' | 'POST'
  /** Below the project's packages, as `file` is. */
  path: string
  contentType: string
  body: Uint8Array<ArrayBuffer>
  /** Where the file is afterwards. */
  file: string
  bytes: Uint8Array
}

interface FormatLine {
  /** Publishes version 1.0.0 of a name of small letters and digits. */
  publish: (name: string) => Upload | Promise<Upload>
  /** What says that it is published, where that is not 201. */
  done?: number
  /** What says that it was there already. */
  conflict: number
}

/**
 * Every format that one upload publishes a version of, by what all have in common. A new one adds its line. Of Composer's
 * nothing is uploaded, and Conan's come file by file: their own tests have what holds here.
 */
const lines: Record<Exclude<PackageType, 'composer' | 'conan'>, FormatLine> = {
  generic: { publish: (name) => atItsPlace(`generic/${name}/1.0.0/file`), conflict: 409 },
  helm: {
    publish: async (name) => {
      const bytes = await makeChart(name, '1.0.0')
      const file = `helm/stable/charts/${name}-1.0.0.tgz`
      return {
        method: 'POST',
        path: 'helm/api/stable/charts',
        file,
        bytes,
        ...(await asForm(chartForm(bytes))),
      }
    },
    conflict: 403,
  },
  maven: {
    publish: (name) => atItsPlace(`maven/com/example/${name}/1.0.0/${name}-1.0.0.jar`),
    done: 200,
    conflict: 400,
  },
  npm: {
    publish: async (name) => {
      const manifest = { name, version: '1.0.0' }
      const bytes = await makePackage(manifest)
      const body = new TextEncoder().encode(JSON.stringify(makeDocument({ manifest, archive: bytes })))
      const file = `npm/${name}/-/${name}-1.0.0.tgz`
      return { method: 'PUT', path: `npm/${name}`, file, bytes, contentType: 'application/json', body }
    },
    conflict: 403,
  },
  nuget: {
    publish: async (name) => {
      const bytes = nupkgOf({ id: name, version: '1.0.0' })
      const form = new FormData()
      form.append('package', new Blob([new Uint8Array(bytes)]), 'package')
      const file = `nuget/download/${name}/1.0.0/${name}.1.0.0.nupkg`
      return { method: 'PUT', path: 'nuget/', file, bytes, ...(await asForm(form)) }
    },
    conflict: 409,
  },
  pypi: {
    publish: async (name) => {
      const { fileName, bytes } = wheelOf({ name, version: '1.0.0' })
      const form = new FormData()
      const fields = { ':action': 'file_upload', name, version: '1.0.0' }
      for (const [field, value] of Object.entries(fields)) form.append(field, value)
      form.append('content', new Blob([new Uint8Array(bytes)]), fileName)
      const file = `pypi/files/${sha256(bytes).slice('sha256:'.length)}/${fileName}`
      return { method: 'POST', path: 'pypi', file, bytes, ...(await asForm(form)) }
    },
    conflict: 400,
  },
  rubygems: {
    publish: async (name) => {
      const bytes = await makeGem(gemMetadata(name, '1.0.0'))
      const file = `rubygems/gems/${name}-1.0.0.gem`
      return { method: 'POST', path: 'rubygems/api/v1/gems', file, bytes, ...asBytes(bytes) }
    },
    conflict: 403,
  },
  terraform_module: {
    publish: async (name) => {
      const bytes = await makeTarball([['main.tf', `# ${name}`]])
      const file = `terraform/modules/${name}/local/1.0.0`
      return { method: 'PUT', path: `${file}/file`, file, bytes, ...asBytes(bytes) }
    },
    conflict: 403,
  },
}

export const packageFormats = Object.entries(lines).map(([type, line]) => ({ type, done: 201, ...line }))

/** The address of a project's packages, with a slash behind it. */
export function packagesOf({ id }: Pick<Project, 'id'>): string {
  return `/api/v4/projects/${id}/packages/`
}

/** A body that is put as it is to where it will be. */
function atItsPlace(path: string): Upload {
  const bytes = Buffer.from(`what ${path} is made of`)
  return { method: 'PUT', path, file: path, bytes, ...asBytes(bytes) }
}

function asBytes(bytes: Uint8Array): Pick<Upload, 'contentType' | 'body'> {
  return { contentType: 'application/octet-stream', body: new Uint8Array(bytes) }
}

async function asForm(form: FormData): Promise<Pick<Upload, 'contentType' | 'body'>> {
  const sent = new Response(form)
  const contentType = sent.headers.get('content-type') ?? ''
  return { contentType, body: new Uint8Array(await sent.arrayBuffer()) }
}
