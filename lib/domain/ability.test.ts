import { describe, expect, test } from 'vitest'
import { type Ability, abilities, type Decision, decide, missingScopes, type Resource } from './ability'
import { type Actor, type DeployTokenActor, nobody, type UserActor } from './actor'
import { type PersonalScope, personalScopeNames } from './personal-scope'
import { accessLevels } from './role'
import { type Scope, scopeNames } from './scope'
import { visibilities } from './visibility'

// Every answer is written out here, column by column, and nothing is derived from the rules under test:
//   allow · ask (challenge: say who you are) · hide (no such thing) · deny (you see it, and may not)
const people = [
  'nobody',
  'outsider',
  'Guest',
  'Planner',
  'Reporter',
  'Developer',
  'Maintainer',
  'Owner',
  'admin',
] as const

const answersToPeople = {
  private: `
                        nobody outsider Guest Planner Reporter Developer Maintainer Owner admin
  read_group            ask    hide     allow allow   allow    allow     allow      allow allow
  create_subgroup       ask    hide     deny  deny    deny     deny      allow      allow allow
  create_project        ask    hide     deny  deny    deny     allow     allow      allow allow
  read_project          ask    hide     allow allow   allow    allow     allow      allow allow
  download_code         ask    hide     deny  deny    allow    allow     allow      allow allow
  read_code             ask    hide     deny  deny    allow    allow     allow      allow allow
  push_code             ask    hide     deny  deny    deny     allow     allow      allow allow
  pull_image            ask    hide     deny  deny    allow    allow     allow      allow allow
  push_image            ask    hide     deny  deny    deny     allow     allow      allow allow
  delete_image          ask    hide     deny  deny    deny     deny      allow      allow allow
  read_images           ask    hide     deny  deny    allow    allow     allow      allow allow
  read_packages         ask    hide     deny  deny    allow    allow     allow      allow allow
  read_modules          ask    hide     deny  deny    allow    allow     allow      allow allow
  read_module_commits   ask    hide     deny  deny    allow    allow     allow      allow allow
  publish_package       ask    hide     deny  deny    deny     allow     allow      allow allow
  delete_package        ask    hide     deny  deny    deny     deny      allow      allow allow
  read_deploy_tokens    ask    hide     deny  deny    deny     deny      allow      allow allow
  manage_deploy_tokens  ask    hide     deny  deny    deny     deny      allow      allow allow
  create_deploy_tokens  ask    hide     deny  deny    deny     deny      allow      allow allow
  read_members          ask    hide     allow allow   allow    allow     allow      allow allow
  manage_members        ask    hide     deny  deny    deny     deny      allow      allow allow
  read_audit_events     ask    hide     deny  deny    deny     deny      allow      allow allow
  edit_settings         ask    hide     deny  deny    deny     deny      allow      allow allow
  receive_transfer      ask    hide     deny  deny    deny     deny      allow      allow allow
  transfer              ask    hide     deny  deny    deny     deny      deny       allow allow
  archive               ask    hide     deny  deny    deny     deny      deny       allow allow
  delete                ask    hide     deny  deny    deny     deny      deny       allow allow
  `,
  internal: `
                        nobody outsider Guest Planner Reporter Developer Maintainer Owner admin
  read_group            ask    allow    allow allow   allow    allow     allow      allow allow
  create_subgroup       ask    deny     deny  deny    deny     deny      allow      allow allow
  create_project        ask    deny     deny  deny    deny     allow     allow      allow allow
  read_project          ask    allow    allow allow   allow    allow     allow      allow allow
  download_code         ask    allow    allow allow   allow    allow     allow      allow allow
  read_code             ask    allow    allow allow   allow    allow     allow      allow allow
  push_code             ask    deny     deny  deny    deny     allow     allow      allow allow
  pull_image            ask    allow    allow allow   allow    allow     allow      allow allow
  push_image            ask    deny     deny  deny    deny     allow     allow      allow allow
  delete_image          ask    deny     deny  deny    deny     deny      allow      allow allow
  read_images           ask    allow    allow allow   allow    allow     allow      allow allow
  read_packages         ask    allow    allow allow   allow    allow     allow      allow allow
  read_modules          ask    allow    allow allow   allow    allow     allow      allow allow
  read_module_commits   ask    allow    allow allow   allow    allow     allow      allow allow
  publish_package       ask    deny     deny  deny    deny     allow     allow      allow allow
  delete_package        ask    deny     deny  deny    deny     deny      allow      allow allow
  read_deploy_tokens    ask    deny     deny  deny    deny     deny      allow      allow allow
  manage_deploy_tokens  ask    deny     deny  deny    deny     deny      allow      allow allow
  create_deploy_tokens  ask    deny     deny  deny    deny     deny      allow      allow allow
  read_members          ask    deny     allow allow   allow    allow     allow      allow allow
  manage_members        ask    deny     deny  deny    deny     deny      allow      allow allow
  read_audit_events     ask    deny     deny  deny    deny     deny      allow      allow allow
  edit_settings         ask    deny     deny  deny    deny     deny      allow      allow allow
  receive_transfer      ask    deny     deny  deny    deny     deny      allow      allow allow
  transfer              ask    deny     deny  deny    deny     deny      deny       allow allow
  archive               ask    deny     deny  deny    deny     deny      deny       allow allow
  delete                ask    deny     deny  deny    deny     deny      deny       allow allow
  `,
  public: `
                        nobody outsider Guest Planner Reporter Developer Maintainer Owner admin
  read_group            allow  allow    allow allow   allow    allow     allow      allow allow
  create_subgroup       ask    deny     deny  deny    deny     deny      allow      allow allow
  create_project        ask    deny     deny  deny    deny     allow     allow      allow allow
  read_project          allow  allow    allow allow   allow    allow     allow      allow allow
  download_code         allow  allow    allow allow   allow    allow     allow      allow allow
  read_code             allow  allow    allow allow   allow    allow     allow      allow allow
  push_code             ask    deny     deny  deny    deny     allow     allow      allow allow
  pull_image            allow  allow    allow allow   allow    allow     allow      allow allow
  push_image            ask    deny     deny  deny    deny     allow     allow      allow allow
  delete_image          ask    deny     deny  deny    deny     deny      allow      allow allow
  read_images           allow  allow    allow allow   allow    allow     allow      allow allow
  read_packages         allow  allow    allow allow   allow    allow     allow      allow allow
  read_modules          allow  allow    allow allow   allow    allow     allow      allow allow
  read_module_commits   allow  allow    allow allow   allow    allow     allow      allow allow
  publish_package       ask    deny     deny  deny    deny     allow     allow      allow allow
  delete_package        ask    deny     deny  deny    deny     deny      allow      allow allow
  read_deploy_tokens    ask    deny     deny  deny    deny     deny      allow      allow allow
  manage_deploy_tokens  ask    deny     deny  deny    deny     deny      allow      allow allow
  create_deploy_tokens  ask    deny     deny  deny    deny     deny      allow      allow allow
  read_members          ask    deny     allow allow   allow    allow     allow      allow allow
  manage_members        ask    deny     deny  deny    deny     deny      allow      allow allow
  read_audit_events     ask    deny     deny  deny    deny     deny      allow      allow allow
  edit_settings         ask    deny     deny  deny    deny     deny      allow      allow allow
  receive_transfer      ask    deny     deny  deny    deny     deny      allow      allow allow
  transfer              ask    deny     deny  deny    deny     deny      deny       allow allow
  archive               ask    deny     deny  deny    deny     deny      deny       allow allow
  delete                ask    deny     deny  deny    deny     deny      deny       allow allow
  `,
}

// What a deploy token is told does not hang on visibility: it reaches a project or it does not.
// 'own' and 'above' are of the project and of a group above it, with every scope; 'without' is with every scope but those
// that the ability asks for.
const answersToTokens = `
                        own   above without not-reached
  read_group            deny  deny  deny    hide
  create_subgroup       deny  deny  deny    hide
  create_project        deny  deny  deny    hide
  read_project          deny  deny  deny    hide
  download_code         allow allow deny    hide
  read_code             deny  deny  deny    hide
  push_code             deny  deny  deny    hide
  pull_image            allow allow deny    hide
  push_image            allow allow deny    hide
  delete_image          deny  deny  deny    hide
  read_images           deny  deny  deny    hide
  read_packages         allow allow deny    hide
  read_modules          allow allow deny    hide
  read_module_commits   allow allow deny    hide
  publish_package       allow allow deny    hide
  delete_package        allow deny  deny    hide
  read_deploy_tokens    deny  deny  deny    hide
  manage_deploy_tokens  deny  deny  deny    hide
  create_deploy_tokens  deny  deny  deny    hide
  read_members          deny  deny  deny    hide
  manage_members        deny  deny  deny    hide
  read_audit_events     deny  deny  deny    hide
  edit_settings         deny  deny  deny    hide
  receive_transfer      deny  deny  deny    hide
  transfer              deny  deny  deny    hide
  archive               deny  deny  deny    hide
  delete                deny  deny  deny    hide
`
const scopesFor: Partial<Record<Ability, readonly Scope[]>> = {
  download_code: ['read_repository'],
  pull_image: ['read_registry'],
  push_image: ['write_registry'],
  read_packages: ['read_package_registry', 'write_package_registry'],
  read_modules: ['read_package_registry', 'write_package_registry'],
  read_module_commits: ['read_repository'],
  publish_package: ['write_package_registry'],
  delete_package: ['write_package_registry'],
}

// What one scope of a personal access token lets an Owner do; a set of scopes is worth what its best one is.
const answersToScopes = `
                        api   read_api read_user read_repository write_repository read_registry write_registry
  read_group            allow allow    deny      deny            deny             deny          deny
  create_subgroup       allow deny     deny      deny            deny             deny          deny
  create_project        allow deny     deny      deny            deny             deny          deny
  read_project          allow allow    deny      deny            deny             deny          deny
  download_code         allow deny     deny      allow           allow            deny          deny
  read_code             allow allow    deny      allow           deny             deny          deny
  push_code             allow deny     deny      deny            allow            deny          deny
  pull_image            allow deny     deny      deny            deny             allow         deny
  push_image            allow deny     deny      deny            deny             deny          allow
  delete_image          allow deny     deny      deny            deny             deny          deny
  read_images           allow allow    deny      deny            deny             deny          deny
  read_packages         allow allow    deny      deny            deny             deny          deny
  read_modules          allow allow    deny      deny            deny             deny          deny
  read_module_commits   allow allow    deny      deny            deny             deny          deny
  publish_package       allow deny     deny      deny            deny             deny          deny
  delete_package        allow deny     deny      deny            deny             deny          deny
  read_deploy_tokens    allow allow    deny      deny            deny             deny          deny
  manage_deploy_tokens  allow deny     deny      deny            deny             deny          deny
  create_deploy_tokens  allow deny     deny      deny            deny             deny          deny
  read_members          allow allow    deny      deny            deny             deny          deny
  manage_members        allow deny     deny      deny            deny             deny          deny
  read_audit_events     allow allow    deny      deny            deny             deny          deny
  edit_settings         allow deny     deny      deny            deny             deny          deny
  receive_transfer      allow deny     deny      deny            deny             deny          deny
  transfer              allow deny     deny      deny            deny             deny          deny
  archive               allow deny     deny      deny            deny             deny          deny
  delete                allow deny     deny      deny            deny             deny          deny
`

const open = { disabledFeatures: [], isArchived: false }

// acme 1 › sub 2 › deep 3 › project 30; acme 1 › project 10; other 9 › project 90
const chains = { deep: [1, 2, 3], acme: [1], other: [9] }

test('the table answers for every ability there is', () => {
  const all = Object.keys(abilities).sort()
  for (const visibility of visibilities) {
    expect(Object.keys(read(answersToPeople[visibility])).sort()).toEqual(all)
  }
  expect(Object.keys(read(answersToTokens)).sort()).toEqual(all)
  expect(Object.keys(read(answersToScopes)).sort()).toEqual(all)
})

describe.each(visibilities)('people and a %s thing', (visibility) => {
  const table = read(answersToPeople[visibility])
  const cases = everyAbility().flatMap((ability) => people.map((person) => [person, ability] as const))

  test.each(cases)('%s, %s', (person, ability) => {
    const { actor, accessLevel } = personOf(person)
    for (const kind of ['project', 'group'] as const) {
      const resource: Resource = { kind, id: 10, visibility, traversalIds: chains.acme, accessLevel, ...open }
      expect(decide(actor, ability, resource)).toBe(table[ability]?.[person])
    }
  })
})

describe('what is switched off or archived', () => {
  const owner = personOf('Owner')
  const token = tokenOf({ kind: 'project', id: 10 }, scopeNames)
  const project: Resource = { ...projectIn('acme', 10), accessLevel: 50 }

  test('no repository: nobody downloads or pushes, an administrator neither; all else stays', () => {
    const off: Resource = { ...project, disabledFeatures: ['repository'] }
    for (const actor of [owner.actor, personOf('admin').actor, token]) {
      expect(decide(actor, 'download_code', off)).toBe('deny')
      expect(decide(actor, 'push_code', off)).toBe('deny')
    }
    expect(decide(nobody, 'download_code', { ...off, visibility: 'public' })).toBe('challenge')
    expect(decide(owner.actor, 'manage_deploy_tokens', off)).toBe('allow')
  })

  test('another feature that is off changes nothing for code', () => {
    const off: Resource = { ...project, disabledFeatures: ['container_registry', 'packages', 'ci_cd'] }
    expect(decide(token, 'download_code', off)).toBe('allow')
    expect(decide(owner.actor, 'push_code', off)).toBe('allow')
  })

  test('no container registry: nobody touches an image, a public one neither; code and settings stay', () => {
    const off: Resource = { ...project, visibility: 'public', disabledFeatures: ['container_registry'] }
    for (const ability of ['pull_image', 'push_image', 'delete_image', 'read_images'] as const) {
      for (const actor of [owner.actor, personOf('admin').actor, token])
        expect(decide(actor, ability, off)).toBe('deny')
      expect(decide(nobody, ability, off)).toBe('challenge')
    }
    expect(decide(token, 'download_code', off)).toBe('allow')
    expect(decide(owner.actor, 'manage_deploy_tokens', off)).toBe('allow')
  })

  test('no package registry: there are no packages, for nobody who asks; code and settings stay', () => {
    const off: Resource = { ...project, visibility: 'public', disabledFeatures: ['packages'] }
    for (const ability of ['read_packages', 'publish_package', 'delete_package'] as const) {
      for (const actor of [owner.actor, personOf('admin').actor, token])
        expect(decide(actor, ability, off)).toBe('hide')
      expect(decide(nobody, ability, off)).toBe('challenge')
    }
    expect(decide(token, 'download_code', off)).toBe('allow')
    expect(decide(owner.actor, 'manage_deploy_tokens', off)).toBe('allow')
  })

  test('archived: read, revoke, bring back and delete, and nothing is added', () => {
    const archived: Resource = { ...project, isArchived: true }
    const answers = Object.fromEntries(
      everyAbility().map((ability) => [ability, decide(owner.actor, ability, archived)]),
    )
    const refused = Object.keys(answers).filter((ability) => answers[ability as Ability] === 'deny')
    expect(refused.sort()).toEqual(
      [
        'create_deploy_tokens',
        'create_project',
        'create_subgroup',
        'delete_image',
        'delete_package',
        'publish_package',
        'push_code',
        'push_image',
        'receive_transfer',
        'transfer',
      ].sort(),
    )
    expect(decide(token, 'download_code', archived)).toBe('allow')
  })
})

describe('people and a thing that is not there', () => {
  test.each(everyAbility())(
    '%s: nobody is asked who they are, everybody else is told that there is none',
    (ability) => {
      expect(decide(nobody, ability, undefined)).toBe('challenge')
      expect(decide(personOf('outsider').actor, ability, undefined)).toBe('hide')
      expect(decide(personOf('admin').actor, ability, undefined)).toBe('hide')
      expect(decide(tokenOf({ kind: 'project', id: 10 }, scopeNames), ability, undefined)).toBe('hide')
    },
  )

  test.each(everyAbility())('%s: what is hidden from an outsider answers like what is missing', (ability) => {
    for (const person of ['nobody', 'outsider'] as const) {
      const { actor, accessLevel } = personOf(person)
      const hidden: Resource = { ...projectIn('acme', 10), visibility: 'private', accessLevel }
      expect(decide(actor, ability, hidden)).toBe(decide(actor, ability, undefined))
    }
  })
})

describe('deploy tokens', () => {
  const table = read(answersToTokens)
  const holders = [
    ['token of the project', { kind: 'project', id: 30 }, true],
    ['token of the group right above', { kind: 'group', id: 3 }, true],
    ['token of the group two above', { kind: 'group', id: 2 }, true],
    ['token of the outermost group', { kind: 'group', id: 1 }, true],
    ['token of another project', { kind: 'project', id: 10 }, false],
    ['token of a group beside', { kind: 'group', id: 4 }, false],
    ['token of another tree', { kind: 'group', id: 9 }, false],
    // ids of groups and projects are two sequences: equal numbers mean nothing
    ['token of a group whose id is the project’s', { kind: 'group', id: 30 }, false],
    ['token of a project whose id is a group’s above', { kind: 'project', id: 3 }, false],
  ] as const

  describe.each(holders)('%s', (_, holder, isReached) => {
    test.each(everyAbility())('%s, with every scope and with all but those needed', (ability) => {
      const lacking = scopeNames.filter((scope) => !scopesFor[ability]?.includes(scope))
      const whole = holder.kind === 'project' ? 'own' : 'above'
      for (const visibility of visibilities) {
        const project = { ...projectIn('deep', 30), visibility }
        const answer = (scopes: readonly Scope[]) => decide(tokenOf(holder, scopes), ability, project)
        expect(answer(scopeNames)).toBe(table[ability]?.[isReached ? whole : 'not-reached'])
        expect(answer(lacking)).toBe(table[ability]?.[isReached ? 'without' : 'not-reached'])
      }
    })
  })

  test.each(everyAbility())(
    '%s: of all 31 sets of scopes, those allow that hold one that is needed',
    (ability) => {
      for (const scopes of scopeSets()) {
        const allowed =
          decide(tokenOf({ kind: 'project', id: 30 }, scopes), ability, projectIn('deep', 30)) === 'allow'
        expect(allowed).toBe(scopes.some((scope) => scopesFor[ability]?.includes(scope)))
      }
    },
  )

  test.each(everyAbility())('%s: no token opens a group, not even its own or a public one', (ability) => {
    for (const visibility of visibilities) {
      const group: Resource = { kind: 'group', id: 1, visibility, traversalIds: [1], accessLevel: 0, ...open }
      expect(decide(tokenOf({ kind: 'group', id: 1 }, scopeNames), ability, group)).toBe('hide')
    }
  })

  test('a project moved out of the group is out of reach at the next question, and in reach where it went', () => {
    const moved = projectIn('other', 30)
    expect(decide(tokenOf({ kind: 'group', id: 1 }, scopeNames), 'download_code', moved)).toBe('hide')
    expect(decide(tokenOf({ kind: 'group', id: 9 }, scopeNames), 'download_code', moved)).toBe('allow')
    expect(decide(tokenOf({ kind: 'project', id: 30 }, scopeNames), 'download_code', moved)).toBe('allow')
  })

  test('a group token reaches a project at GitLab’s full depth of 20', () => {
    const chain = Array.from({ length: 20 }, (_, i) => i + 100)
    const project: Resource = { ...projectIn('acme', 30), traversalIds: chain }
    for (const id of chain) {
      expect(decide(tokenOf({ kind: 'group', id }, scopeNames), 'download_code', project)).toBe('allow')
    }
    expect(decide(tokenOf({ kind: 'group', id: 99 }, scopeNames), 'download_code', project)).toBe('hide')
  })
})

describe('personal access tokens', () => {
  const table = read(answersToScopes)
  const thing: Resource = projectIn('acme', 10)

  test.each(everyAbility())('%s: what each scope alone lets an Owner and an administrator do', (ability) => {
    for (const scope of personalScopeNames) {
      for (const person of ['Owner', 'admin'] as const) {
        const { actor, accessLevel } = withScopes(person, [scope])
        for (const visibility of visibilities) {
          const resource: Resource = { ...thing, visibility, accessLevel }
          expect(decide(actor, ability, resource)).toBe(table[ability]?.[scope])
        }
      }
    }
  })

  test.each(everyAbility())(
    '%s: a set of scopes opens what one of them opens, none opens nothing',
    (ability) => {
      for (const lacking of personalScopeNames) {
        const scopes = personalScopeNames.filter((scope) => scope !== lacking)
        const { actor } = withScopes('Owner', scopes)
        const expected = scopes.some((scope) => table[ability]?.[scope] === 'allow') ? 'allow' : 'deny'
        expect(decide(actor, ability, { ...thing, accessLevel: 50 })).toBe(expected)
      }
      expect(decide(withScopes('Owner', []).actor, ability, { ...thing, accessLevel: 50 })).toBe('deny')
    },
  )

  describe.each(people.filter((person) => person !== 'nobody'))('%s with every scope', (person) => {
    test.each(everyAbility())('%s: may what they may by themselves, and no more', (ability) => {
      const { actor, accessLevel } = withScopes(person, personalScopeNames)
      for (const visibility of visibilities) {
        const resource: Resource = { ...thing, visibility, accessLevel }
        expect(decide(actor, ability, resource)).toBe(read(answersToPeople[visibility])[ability]?.[person])
      }
    })
  })

  test('what is hidden from its user stays hidden, whatever scope is missing', () => {
    for (const scopes of [[], personalScopeNames]) {
      expect(decide(withScopes('outsider', scopes).actor, 'download_code', thing)).toBe('hide')
      expect(decide(withScopes('admin', scopes).actor, 'download_code', undefined)).toBe('hide')
    }
  })

  test('the scopes that are missing are named, the narrowest first, and to no one else', () => {
    const missing = (scope: PersonalScope, ability: Ability) =>
      missingScopes(withScopes('Owner', [scope]).actor, ability)
    expect(missing('read_api', 'download_code')).toEqual(['read_repository', 'write_repository', 'api'])
    expect(missing('read_repository', 'push_code')).toEqual(['write_repository', 'api'])
    expect(missing('read_user', 'read_project')).toEqual(['read_api', 'api'])
    expect(missing('read_api', 'edit_settings')).toEqual(['api'])
    expect(missing('read_api', 'read_project')).toEqual([])
    expect(missingScopes(personOf('Guest').actor, 'delete')).toEqual([])
    expect(missingScopes(nobody, 'delete')).toEqual([])
    expect(missingScopes(tokenOf({ kind: 'project', id: 10 }, scopeNames), 'delete')).toEqual([])
  })
})

test('an access level that comes with a resource counts for nobody but a user', () => {
  const leaked: Resource = { ...projectIn('acme', 10), accessLevel: accessLevels.Owner }
  expect(decide(nobody, 'push_code', leaked)).toBe('challenge')
  expect(decide(tokenOf({ kind: 'project', id: 10 }, scopeNames), 'push_code', leaked)).toBe('deny')
})

const words: Record<string, Decision> = { allow: 'allow', ask: 'challenge', hide: 'hide', deny: 'deny' }

/** A table of words as answers by ability and column. */
function read(text: string): Record<string, Record<string, Decision | undefined>> {
  const [columns = [], ...rows] = text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
  return Object.fromEntries(
    rows.map(([ability = '', ...answers]) => [
      ability,
      Object.fromEntries(columns.map((column, i) => [column, words[answers[i] ?? '']])),
    ]),
  )
}

function everyAbility(): Ability[] {
  return Object.keys(abilities) as Ability[]
}

function personOf(person: (typeof people)[number]): { actor: Actor; accessLevel: number } {
  if (person === 'nobody') return { actor: nobody, accessLevel: 0 }
  const user: UserActor = {
    kind: 'user',
    id: 5,
    username: 'someone',
    name: 'Someone',
    isAdmin: person === 'admin',
  }
  const isMember = person !== 'outsider' && person !== 'admin'
  return { actor: user, accessLevel: isMember ? accessLevels[person] : 0 }
}

/** That person, signed in by a personal access token with these scopes. */
function withScopes(person: (typeof people)[number], scopes: readonly PersonalScope[]) {
  const { actor, accessLevel } = personOf(person)
  return { actor: { ...actor, token: { id: 7, name: 'laptop', scopes } } as Actor, accessLevel }
}

function projectIn(chain: keyof typeof chains, id: number): Resource {
  return { kind: 'project', id, visibility: 'private', traversalIds: chains[chain], accessLevel: 0, ...open }
}

function tokenOf(holder: DeployTokenActor['holder'], scopes: readonly Scope[]): DeployTokenActor {
  return {
    kind: 'deploy-token',
    id: 1,
    name: 'ci',
    username: 'gitlab+deploy-token-1',
    scopes,
    holder,
    holderPath: 'acme',
  }
}

function scopeSets(): Scope[][] {
  const sets = Array.from({ length: 32 }, (_, bits) => scopeNames.filter((_, i) => bits & (1 << i)))
  return sets.filter((set) => set.length > 0)
}
