'use server'

import { projectForm } from '@/lib/domain/project'
import { createProject } from '@/lib/services/projects/create-project'
import { readmeCommit } from '@/lib/services/projects/readme-commit'
import { act, type Outcome } from './act'

/** Creates a project from the form, empty or with a README, and gives its full path. */
export async function createProjectAction(input: unknown): Promise<Outcome<string>> {
  return act(projectForm, input, ({ actor, address }, form) => {
    const history = form.withReadme ? [readmeCommit(actor, form.name, new Date())] : []
    return createProject(actor, form, { address, history })
  })
}
