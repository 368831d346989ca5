import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { guid } from '../../../test/support/records.ts';
import { idOf } from '../../model/ids.ts';
import { changePurposes } from './purposes.ts';

const { db, owner } = await aDatabase();
const { context } = aContext(db);
const settings = {
  tdSynnex: { kind: 'tdSynnex', baseUrl: 'https://ion.tdsynnex.com', accountId: '1' },
  connectWise: { kind: 'connectWise', baseUrl: 'https://psa.example', companyId: 'c', publicKey: 'p', clientId: 'i' },
};
const add = (id: string, kind: keyof typeof settings, side: string) =>
  sql`insert into connection (connection_id, kind, side, name, state, settings, identity, created_at, changed_at)
    values (${id}::uuid, ${kind}, ${side}, ${kind}, 'connected', ${JSON.stringify(settings[kind])}::jsonb, ${id}, now(), now())`.execute(
    owner.db,
  );
const [distributor, psa] = [idOf('connection', guid(1)), idOf('connection', guid(2))];
await add(distributor, 'tdSynnex', 'distributor');
await add(psa, 'connectWise', 'psa');

test('a distributor is read for costs and access until one is switched off; what is not named stays, and each change is audited once', async () => {
  const changes = async () =>
    (await sql`set app.reseller = '*'; select 1 from audit_event where action = 'connection.purposes'`.execute(owner.db)).rows.length;

  expect(await changePurposes(context, distributor, {})).toMatchObject({ connection: { purposes: ['costs', 'access'] } });
  expect(await changePurposes(context, distributor, { access: false })).toMatchObject({ connection: { purposes: ['costs'] } });
  expect(await changePurposes(context, distributor, { access: false })).toMatchObject({ connection: { purposes: ['costs'] } });
  expect(await changes()).toBe(1);
  expect(await changePurposes(context, distributor, { costs: false, access: true })).toMatchObject({
    connection: { purposes: ['access'] },
  });
});

test('nothing else than a distributor has purposes', async () => {
  expect(await changePurposes(context, psa, { costs: false })).toEqual({ status: 'refused', because: 'noDistributor' });
  expect(await changePurposes(context, idOf('connection', guid(9)), {})).toEqual({ status: 'refused', because: 'unknown' });
});
