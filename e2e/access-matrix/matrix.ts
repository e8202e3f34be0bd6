import type { Visibility } from '@/lib/domain/visibility'
import { type Person, people, type Token, tokens } from './actors'
import type { Door, Rows } from './door'
import { admin } from './rows/admin'
import { auditEvents } from './rows/audit-events'
import { containerRegistry } from './rows/container-registry'
import { deployTokens } from './rows/deploy-tokens'
import { generalSettings } from './rows/general-settings'
import { machines } from './rows/machines'
import { members } from './rows/members'
import { packages } from './rows/packages'
import { packagesComposer } from './rows/packages-composer'
import { packagesConan } from './rows/packages-conan'
import { packagesGeneric } from './rows/packages-generic'
import { packagesGo } from './rows/packages-go'
import { packagesHelm } from './rows/packages-helm'
import { packagesMaven } from './rows/packages-maven'
import { packagesNpm } from './rows/packages-npm'
import { packagesNuget } from './rows/packages-nuget'
import { packagesPypi } from './rows/packages-pypi'
import { packagesRubygems } from './rows/packages-rubygems'
import { packagesTerraform } from './rows/packages-terraform'
import { personalAccessTokens } from './rows/personal-access-tokens'
import { registry } from './rows/registry'
import { rest } from './rows/rest'
import { restAccounts } from './rows/rest-accounts'
import { restRepository } from './rows/rest-repository'
import { restWriting } from './rows/rest-writing'
import { session } from './rows/session'
import { tree } from './rows/tree'
import { userSettings } from './rows/user-settings'

// Who gets what answer at which door: the whole rule book of access, and nothing but data, in one file of rows/ a
// subject. machine-doors.test.ts, pages.test.ts and actions.test.ts drive the rows, completeness.test.ts fails when the
// product has a door that stands in none.
//
// The tree:  above › here › project      above › here › below      above › sibling › neighbour
// People have their role in `here`, and so in the project. `:name` in a URL is the full path of that place.

const subjects: readonly Rows[] = [
  machines,
  registry,
  packagesNpm,
  packagesMaven,
  packagesGeneric,
  packagesHelm,
  packagesGo,
  packagesPypi,
  packagesRubygems,
  packagesComposer,
  packagesTerraform,
  session,
  tree,
  deployTokens,
  personalAccessTokens,
  members,
  generalSettings,
  admin,
  auditEvents,
  containerRegistry,
  packages,
  userSettings,
  rest,
  restRepository,
  restAccounts,
  restWriting,
  packagesNuget,
  packagesConan,
]

export const doors = {
  ...machines.doors,
  ...registry.doors,
  ...packagesNpm.doors,
  ...packagesMaven.doors,
  ...packagesGeneric.doors,
  ...packagesHelm.doors,
  ...packagesGo.doors,
  ...packagesPypi.doors,
  ...packagesRubygems.doors,
  ...packagesComposer.doors,
  ...packagesTerraform.doors,
  ...session.doors,
  ...tree.doors,
  ...deployTokens.doors,
  ...personalAccessTokens.doors,
  ...members.doors,
  ...generalSettings.doors,
  ...admin.doors,
  ...auditEvents.doors,
  ...containerRegistry.doors,
  ...packages.doors,
  ...userSettings.doors,
  ...rest.doors,
  ...restRepository.doors,
  ...restAccounts.doors,
  ...restWriting.doors,
  ...packagesNuget.doors,
  ...packagesConan.doors,
} as const satisfies Record<string, Door>
export type DoorName = keyof typeof doors

/** What each action is sent, by its name. */
export const inputs: NonNullable<Rows['inputs']> = Object.assign({}, ...subjects.map(({ inputs }) => inputs))

export type Answers<Actor extends string> = Record<Actor, string>

/** What each person is told at a door of a tree with this visibility. */
export function answersToPeople(door: DoorName, visibility: Visibility): Answers<Person> {
  const line = findLine('forPeople', door, visibility)
  if (line === undefined) throw new Error(`No answers for "${door}"`)
  return answersIn(line, door, people)
}

/** What each token is told at a door of a tree with this visibility. */
export function answersToTokens(door: DoorName, visibility: Visibility): Answers<Token> {
  const line = findLine('forTokens', door, visibility) ?? `${door}  ${answersToStrangers[doors[door].kind]} …`
  return answersIn(line, door, Object.keys(tokens) as Token[])
}

/** Where a token is nobody, whatever it sends. */
const answersToStrangers = {
  page: 'sign-in',
  action: '401',
  route: '200',
  machine: '',
} as const satisfies Record<Door['kind'], string>

/** Every table as it is written: the names of its columns and of its rows, and the doors of its subject. */
export function writtenTables() {
  return subjects.flatMap(({ doors, forPeople, forTokens = { private: '' } }) => {
    const written = (of: 'people' | 'tokens') => (table: string) => {
      const [head = '', ...lines] = linesOf(table)
      return { of, columns: head.split(/\s+/), rows: lines.map(nameOf), doors: Object.keys(doors) }
    }
    const tables = [
      ...Object.values(forPeople).map(written('people')),
      ...Object.values(forTokens).map(written('tokens')),
    ]
    return tables.filter(({ rows }) => rows.length > 0)
  })
}

function findLine(
  tables: 'forPeople' | 'forTokens',
  door: DoorName,
  visibility: Visibility,
): string | undefined {
  const subject = subjects.find(({ doors }) => door in doors)
  const isOfDoor = (line: string) => nameOf(line) === door
  return (
    linesOf(subject?.[tables]?.[visibility]).find(isOfDoor) ??
    linesOf(subject?.[tables]?.private).find(isOfDoor)
  )
}

function answersIn<Actor extends string>(
  line: string,
  door: DoorName,
  columns: readonly Actor[],
): Answers<Actor> {
  const words = line.slice(door.length).trim().split(/\s+/)
  const written = words.indexOf('…')
  const last = words[written - 1] ?? ''
  const answers = columns.map((_, i) => (written === -1 || i < written ? words[i] : last))
  if (written === -1 && words.length !== columns.length)
    throw new Error(`Too few or too many answers for "${door}"`)
  return Object.fromEntries(columns.map((column, i) => [column, answers[i]])) as Answers<Actor>
}

function linesOf(table = ''): string[] {
  return table
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
}

/** A row's name ends where two spaces begin. */
function nameOf(line: string): string {
  return line.split(/ {2,}/)[0] ?? ''
}
