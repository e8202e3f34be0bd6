import pg from 'pg'
import { migrationLock } from './migrate'

/**
 * Grants the role of `applicationUrl` what the product needs of the owner's tables, those of later migrations too, and
 * no more: events are added to the audit log and read, migrations are read. Does nothing where the two are one role.
 */
export async function restrictApplication(ownerUrl: string, applicationUrl: string): Promise<void> {
  const application = await withClient(applicationUrl, currentUser)
  await withClient(ownerUrl, async (client) => {
    if ((await currentUser(client)) === application) return
    // two processes that start at once would trip over each other's rows of the catalogue
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock])
    await client.query('BEGIN')
    for (const statement of await grants(client, pg.escapeIdentifier(application)))
      await client.query(statement)
    await client.query('COMMIT')
  })
}

/** Whether this role can do nothing to audit_events but read and add. */
export function isAuditLogClosed(applicationUrl: string): Promise<boolean> {
  return withClient(applicationUrl, async (client) => {
    const { rows } = await client.query(`
      SELECT NOT pg_has_role(relowner, 'MEMBER')
        AND NOT has_table_privilege(oid, 'UPDATE, DELETE, TRUNCATE, TRIGGER')
        AND NOT has_any_column_privilege(oid, 'UPDATE') AS closed
      FROM pg_class WHERE oid = 'public.audit_events'::regclass`)
    return rows[0].closed
  })
}

async function grants(client: pg.Client, role: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string; kind: string }>(`
    SELECT oid::regclass::text AS name, relkind AS kind FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'S')
      AND pg_get_userbyid(relowner) = current_user`)
  const defaults = 'ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT'
  return [
    `GRANT USAGE ON SCHEMA public TO ${role}`,
    `${defaults} SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${role}`,
    `${defaults} USAGE, SELECT ON SEQUENCES TO ${role}`,
    ...rows.flatMap(({ name, kind }) => [
      `REVOKE ALL ON ${name} FROM PUBLIC, ${role}`,
      `GRANT ${privilegesOn(name, kind)} ON ${name} TO ${role}`,
    ]),
  ]
}

function privilegesOn(name: string, kind: string): string {
  if (kind === 'S') return 'USAGE, SELECT'
  if (name === '_prisma_migrations') return 'SELECT'
  return name === 'audit_events' ? 'SELECT, INSERT' : 'SELECT, INSERT, UPDATE, DELETE'
}

async function currentUser(client: pg.Client): Promise<string> {
  const { rows } = await client.query('SELECT current_user AS name')
  return rows[0].name
}

async function withClient<Result>(
  connectionString: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString, application_name: 'latchkey start' })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
