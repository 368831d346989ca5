import { PgBoss } from 'pg-boss';
import { appRole, type Database } from '../db/connect.ts';

export const queueSchema = 'pgboss';

/** Makes or updates the queue's own tables, as the owner; the application role may use them, not change them. */
export async function prepareQueue(owner: Database): Promise<void> {
  const boss = new PgBoss({ ...owner.settings, max: 2, schema: queueSchema, migrate: true, supervise: false, schedule: false });
  boss.on('error', () => undefined); // start() reports by rejecting; without a listener the same error would end the process
  try {
    await boss.start();
  } finally {
    await boss.stop({ graceful: false });
  }
  await owner.withClient(async (client) => {
    await client.query(`grant usage on schema ${queueSchema} to ${appRole};
      grant select, insert, update, delete on all tables in schema ${queueSchema} to ${appRole};
      grant usage, select on all sequences in schema ${queueSchema} to ${appRole};
      alter default privileges in schema ${queueSchema} grant select, insert, update, delete on tables to ${appRole}`);
  });
}
