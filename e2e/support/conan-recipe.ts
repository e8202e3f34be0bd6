import { createHash } from 'node:crypto'

export interface ConanUpload {
  /** Below the recipe's own address. */
  path: string
  body: Uint8Array<ArrayBuffer>
}

const md5 = (bytes: Uint8Array | string) => createHash('md5').update(bytes).digest('hex')
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text))

/** What Conan sends of a recipe of one file, in its order, and the revision that this is. */
export function recipeUploads(text = 'from conan import ConanFile\n') {
  const manifest = `1700000000\nconanfile.py: ${md5(text)}\n`
  const revision = md5(manifest)
  const at = `/revisions/${revision}/files`
  const uploads: ConanUpload[] = [
    { path: `${at}/conanfile.py`, body: bytesOf(text) },
    { path: `${at}/conanmanifest.txt`, body: bytesOf(manifest) },
  ]
  return { revision, uploads, at }
}

/** The same of a package that was built from it. */
export function packageUploads(recipeRevision: string, info = '[settings]\nos=Linux\n', archive = 'packed') {
  const manifest = `1700000000\nconaninfo.txt: ${md5(info)}\n`
  const revision = md5(manifest + archive)
  const packageId = 'da39a3ee5e6b4b0d3255bfef95601890afd80709'
  const at = `/revisions/${recipeRevision}/packages/${packageId}/revisions/${revision}/files`
  const uploads: ConanUpload[] = [
    { path: `${at}/conan_package.tgz`, body: bytesOf(archive) },
    { path: `${at}/conaninfo.txt`, body: bytesOf(info) },
    { path: `${at}/conanmanifest.txt`, body: bytesOf(manifest) },
  ]
  return { revision, packageId, uploads, at }
}
