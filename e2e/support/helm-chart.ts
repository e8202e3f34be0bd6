import { makeTarball, type TarballEntry } from './tarball'

/** A chart's archive, as `helm package` makes one. */
export function makeChart(
  name: string,
  version: string,
  more: readonly TarballEntry[] = [],
): Promise<Buffer> {
  return makeTarball([
    [
      `${name}/Chart.yaml`,
      `apiVersion: v2\nname: ${name}\nversion: ${version}\ndescription: "It's <b>ours</b>"\n`,
    ],
    [
      `${name}/templates/map.yaml`,
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\n',
    ],
    ...more,
  ])
}

/** The form in which a chart is uploaded. */
export function chartForm(archive: Uint8Array, part = 'chart'): FormData {
  const form = new FormData()
  form.set(part, new File([new Uint8Array(archive)], 'any.tgz'))
  return form
}
