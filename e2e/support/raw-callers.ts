import { type APIRequestContext, test as base } from '@playwright/test'
import { origin, signInAs } from './browser'
import { makeGroup, makeProject } from './places'

interface Callers {
  /** Owner of `project` and `group`; Maintainer of the demo's. */
  maintainer: APIRequestContext
  /** Knows nothing of `project`; Developer in the demo's. */
  developer: APIRequestContext
  root: APIRequestContext
  nobody: APIRequestContext
  project: string
  group: string
  /** A project that only root knows. */
  foreign: string
}

/** People who send requests without a browser, and places of theirs; one set for each worker. */
export const test = base.extend<object, { callers: Callers }>({
  callers: [
    async ({ playwright }, use) => {
      const open = () => playwright.request.newContext({ baseURL: origin })
      const signedIn = async (username: Parameters<typeof signInAs>[1]) => {
        const request = await open()
        await signInAs({ request }, username)
        return request
      }
      const [maintainer, developer, root, nobody] = [
        await signedIn('maintainer'),
        await signedIn('developer'),
        await signedIn('root'),
        await open(),
      ]
      const group = await makeGroup(maintainer)
      const project = await makeProject(maintainer, { parent: group })
      const foreign = await makeProject(root)
      await use({ maintainer, developer, root, nobody, group, project, foreign })
      for (const request of [maintainer, developer, root, nobody]) await request.dispose()
    },
    { scope: 'worker' },
  ],
})
