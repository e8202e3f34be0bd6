import { administrator, makePersonalToken } from './fixtures'

let secret: Promise<string> | undefined

/** The header by which the administrator publishes; one token for all, as nobody may make more than 100 in an hour. */
export async function publisher(): Promise<[string, string]> {
  secret ??= administrator().then(async (user) => (await makePersonalToken(user)).secret)
  return ['Private-Token', await secret]
}
