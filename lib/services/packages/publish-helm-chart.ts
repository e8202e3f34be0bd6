import type { Actor } from '@/lib/domain/actor'
import { DomainError } from '@/lib/domain/error'
import type { PlaceName } from '@/lib/domain/holder'
import { archiveName, helmFileName, pickChart, readChart } from '@/lib/domain/packages/helm'
import type { Draft } from '@/lib/storage/drafts'
import { readTarball } from '@/lib/storage/tarball'
import { addFiles, publishPackage } from './publish-package'

/**
 * Publishes a chart's archive in a channel, by the name and version in its Chart.yaml. Errors: those of `publishPackage`
 * and `readChart`; `invalid` for an archive that is none, or has not exactly one Chart.yaml in its one folder.
 */
export async function publishHelmChart(
  actor: Actor,
  projectName: PlaceName,
  channel: string,
  draft: Draft,
): Promise<void> {
  let seen = 0
  const picked = await readTarball(draft.path, (entry) => {
    const bytesMax = pickChart(entry)
    if (bytesMax !== undefined) seen++
    return bytesMax
  })
  const [text] = picked.values()
  if (!text || seen > 1) throw new DomainError('invalid', 'The archive does not have one Chart.yaml.')
  const chart = readChart(text.toString('utf8'))
  const { name, version, metadata } = chart
  await publishPackage(actor, projectName, {
    ...{ type: 'helm', name, nameKey: name, version, versionKey: version },
    files: [{ name: helmFileName(channel, archiveName(chart)), draft, metadata }],
    // each channel has its own
    meet: addFiles,
  })
}
