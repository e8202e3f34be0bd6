import { type ImageManifest, platformsOfConfig } from '@/lib/domain/image-manifest'
import { openBlobFile } from '@/lib/storage/blobs'

/** Configs are small; one that is not may be anything. */
const configBytesMax = 1024 * 1024

/**
 * The platforms that an image or index is for: an index says so itself, an image in its config, whose size must be known to
 * be the true one.
 */
export async function readPlatforms({ config, platforms }: ImageManifest): Promise<string[]> {
  if (!config || config.size > configBytesMax) return platforms
  const opened = await openBlobFile(config.digest, config.size)
  if (!opened) return []
  try {
    return platformsOfConfig(await opened.file.readFile())
  } finally {
    await opened.file.close()
  }
}
