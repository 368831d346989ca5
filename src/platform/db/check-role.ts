import { sql } from 'kysely';
import { Fault } from '../../lib/errors.ts';
import type { Database } from './connect.ts';

type Found = { superuser: boolean; bypasses: boolean; owns: boolean; creates: boolean; name: string };

/** Start-up check (SEC-02): the role that serves requests owns nothing, skips no row rule and cannot make tables. */
export async function checkAppRole(app: Database): Promise<void> {
  const { rows } = await sql<Found>`
    select current_user as name, r.rolsuper as superuser, r.rolbypassrls as bypasses,
      exists (select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
              where n.nspname in ('public', 'pgboss') and c.relkind in ('r', 'p', 'v') and pg_has_role(current_user, c.relowner, 'usage')) as owns,
      has_schema_privilege(current_user, 'public', 'create') as creates
    from pg_roles r where r.rolname = current_user`.execute(app.db);
  const role = rows[0];
  const faults = role === undefined ? ['role unknown'] : namesOf(role);
  if (faults.length === 0) return;
  throw new Fault(
    'database_role_too_strong',
    'needs_operator',
    `The database role that serves requests may do too much: ${faults.join(', ')}`,
    {
      hint: 'Concord makes the role concord_app itself. Give it no further rights, and give the account of CONCORD_DATABASE_URL the right to become it.',
    },
  );
}

const namesOf = (role: Found): string[] => [
  ...(role.superuser ? ['superuser'] : []),
  ...(role.bypasses ? ['bypasses row level security'] : []),
  ...(role.owns ? ['owns tables'] : []),
  ...(role.creates ? ['may create tables'] : []),
];
