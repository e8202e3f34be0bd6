import { expect, onTestFinished, test } from 'vitest'
import { ddl, makeGroup, makeMember, makeProject, refusalOf, sql, unique } from '@/e2e/support/fixtures'
import { editPlace } from './edit-place'

const address = '192.0.2.1'

test('all of a place is changed or nothing is, also where the last audit event cannot be written', async () => {
  const group = await makeGroup()
  const project = await makeProject(group)
  const owner = await makeMember(group, 'Maintainer')
  const name = unique('forbidden')
  const rows = () => sql`SELECT p.name, p.disabled_features, r.path FROM projects p
    JOIN routes r ON r.project_id = p.id WHERE p.id = ${project.id}`
  const before = await rows()
  await ddl(`CREATE FUNCTION refuse_event() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN IF NEW.after->>'path' LIKE '%/${name}' THEN RAISE 'no event'; END IF; RETURN NEW; END $$`)
  await ddl(`CREATE TRIGGER refuse_event BEFORE INSERT ON audit_events
    FOR EACH ROW EXECUTE FUNCTION refuse_event()`)
  onTestFinished(async () => {
    await ddl('DROP TRIGGER refuse_event ON audit_events')
    await ddl('DROP FUNCTION refuse_event')
  })
  const change = { name: 'Renamed', path: name, features: { packages: false } }
  await expect(editPlace(owner, { place: project, change, address })).rejects.toThrow('no event')
  expect(await rows()).toEqual(before)
  expect(await editPlace(owner, { place: project, change: { ...change, path: undefined }, address })).toBe(
    project.id,
  )
  expect(await rows()).toMatchObject([{ name: 'Renamed', disabled_features: ['packages'] }])
})

test('a Developer changes nothing, and an outsider finds nothing', async () => {
  const group = await makeGroup()
  const place = { kind: 'group', id: group.id } as const
  const edit = { place, change: { name: 'Mine' }, address }
  expect((await refusalOf(editPlace(await makeMember(group, 'Developer'), edit))).code).toBe('forbidden')
  expect((await refusalOf(editPlace(await makeMember(await makeGroup(), 'Owner'), edit))).code).toBe(
    'not_found',
  )
})
