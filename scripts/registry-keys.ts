// `npm run registry:keys -- list`: the keys that tickets of the container registry are signed with, the oldest first.
// To change keys while the product runs: `add` makes one, which verifies from then on; `use <kid>` lets it sign; five
// minutes later, when the last ticket of the former one is over, `remove <kid>` ends that. No request is refused meanwhile.
// Exits with 1, and a sentence, where it can do nothing.
import { ticketSecondsMax } from '@/lib/domain/registry-ticket'
import { addTicketKey, readTicketKeys, removeTicketKey, useTicketKey } from '@/lib/storage/ticket-keys'

const usage = 'Use one of: list, add, use <kid>, remove <kid>.'

const acts: Record<string, (id: string) => Promise<string>> = {
  list: async () => {
    const { all, signing } = await readTicketKeys()
    return all.map(({ id }) => `${id}  ${id === signing.id ? 'signs' : 'verifies'}`).join('\n')
  },
  add: async () => addTicketKey(),
  use: async (id) => {
    await useTicketKey(id)
    return `${id} signs. The last ticket of the former key is over in ${ticketSecondsMax.embedded / 60} minutes.`
  },
  remove: async (id) => {
    await removeTicketKey(id)
    return `${id} is removed.`
  },
}

process.umask(0o077)
try {
  console.log(await run(process.argv.slice(2)))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

async function run([name = '', id = '', ...rest]: string[]): Promise<string> {
  const act = Object.hasOwn(acts, name) ? acts[name] : undefined
  const takesId = name === 'use' || name === 'remove'
  if (!act || rest.length > 0 || takesId !== (id !== '')) throw new Error(usage)
  return act(id)
}
