import { sql } from 'kysely';
import type { Db } from '../../../../platform/db/connect.ts';

/** The tenant of the partner account behind each Microsoft connection. */
export async function loadPartners(db: Db): Promise<Map<string, string>> {
  const { rows } = await sql<{ connection_id: string; tenant_id: string }>`
    select connection_id, lower(settings ->> 'tenantId') as tenant_id from connection
    where side = 'microsoft' and settings ->> 'tenantId' is not null`.execute(db);
  return new Map(rows.map((row) => [row.connection_id, row.tenant_id]));
}
