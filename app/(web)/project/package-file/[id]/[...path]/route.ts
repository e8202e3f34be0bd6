import { answerPackageFile } from '@/app/(web)/package-file-download'

type Context = RouteContext<'/project/package-file/[id]/[...path]'>

/** `/<full path>/-/package_files/<id>/download`. */
export async function GET(_: Request, { params }: Context): Promise<Response> {
  const { id, path } = await params
  return answerPackageFile(Number(id), path)
}
