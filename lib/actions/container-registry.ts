'use server'

import { z } from 'zod'
import { chosenTags } from '@/lib/domain/container-list'
import { deleteImageRepository } from '@/lib/services/registry/delete-image-repository'
import { deleteImageTags } from '@/lib/services/registry/delete-image-tags'
import { act, type Outcome } from './act'

const repositoryId = z.int().min(1).max(2_147_483_647)

/** Deletes tags of an image repository, and gives the names of those that were there. */
export async function deleteImageTagsAction(input: unknown): Promise<Outcome<string[]>> {
  const schema = z.object({ repositoryId, tags: chosenTags })
  return act(schema, input, ({ actor, address }, { repositoryId, tags }) =>
    deleteImageTags(actor, { repository: { id: repositoryId }, tags, address }),
  )
}

/** Deletes an image repository with all its tags. */
export async function deleteImageRepositoryAction(input: unknown): Promise<Outcome<null>> {
  return act(z.object({ repositoryId }), input, async ({ actor, address }, { repositoryId }) => {
    await deleteImageRepository(actor, { repository: { id: repositoryId }, address })
    return null
  })
}
