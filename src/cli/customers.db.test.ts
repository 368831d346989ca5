import { expect, test } from 'vitest';
import { aBillTo } from '../../test/support/a-bill-to.ts';
import { anEstate, customerId, marketplaceId } from '../../test/support/compared-estate.ts';
import { aKeyOf, aPersonOf } from '../../test/support/make.ts';
import { guid } from '../../test/support/records.ts';
import { runConcord } from '../../test/support/run-concord.ts';
import { aServer } from '../../test/support/serve.ts';
import { aWritablePsa } from '../../test/support/writable-psa.ts';
import { keepProfile } from '../features/customers/index.ts';
import { ownReseller, publicId } from '../model/ids.ts';
import { Permission } from '../model/person.ts';
import { everything, inScope } from '../platform/db/transaction.ts';
import { exitCodes } from './output.ts';

const psa = aWritablePsa();
const { context, url, clock } = await aServer({ openRemote: () => psa });
const { personId } = await aPersonOf(context, 'owner');
const token = await aKeyOf(context, personId, Permission.options);
await anEstate(context, psa, [{ n: 1 }]);
const northwindEast = guid(900_002);
await clock.advance(1_000);
await inScope(context.db, everything, async (tx) => {
  const at = context.clock.now();
  await tx
    .insertInto('connection')
    .values({
      ...{
        connection_id: northwindEast,
        kind: 'partnerCenter',
        side: 'microsoft',
        name: 'Northwind East',
        state: 'connected',
        identity: guid(2),
      },
      settings: JSON.stringify({
        kind: 'partnerCenter',
        cloud: 'global',
        partnerType: 'directBill',
        tenantId: guid(2),
        clientId: 'client',
      }),
      ...{ created_at: at, changed_at: at, last_success_at: at },
    })
    .execute();
  const own = { customer_id: customerId(1), reseller_id: ownReseller };
  await tx
    .insertInto('customer_connection')
    .values({ ...own, connection_id: northwindEast, relationship: 'reseller', seen_at: at })
    .execute();
  for (const [connectionId, city] of [
    [marketplaceId, 'Seattle'],
    [northwindEast, 'Boston'],
  ] as const)
    await keepProfile(
      tx,
      { connectionId, seenAt: at, ids: context.ids },
      {
        ...{ customerId: customerId(1), cause: 'sync', rules: 'none' },
        profile: { billTo: { ...aBillTo(), city }, etag: '1', registrationNumber: '', domains: [], resellerTenantId: '' },
      },
    );
});

const customer = publicId('customer', customerId(1));
const customers = (...args: readonly string[]) => runConcord(['customers', ...args], { CONCORD_URL: url, CONCORD_TOKEN: token });
const leads = (out: string): string => /leads\s+(.*)/.exec(out)?.[1] ?? '';

test('of several accounts one is chosen to lead, and by "-" again the one that sells for the longest', async () => {
  expect(leads((await customers('contacts', customer)).out)).toMatch(/^Northwind US\./);

  const chosen = await customers('lead', customer, publicId('connection', northwindEast));
  expect([chosen.code, chosen.err]).toEqual([0, '']);
  expect(leads(chosen.out)).toMatch(/^Northwind East\./);
  expect(leads((await customers('contacts', customer)).out)).toMatch(/^Northwind East\./);

  expect(leads((await customers('lead', customer, '-')).out)).toMatch(/^Northwind US\./);
});

test('an account that does not sell to the customer cannot lead, and nothing changes', async () => {
  const { code, err } = await customers('lead', customer, publicId('connection', guid(900_009)));
  expect([code, err]).toEqual([exitCodes.conflict, expect.stringContaining('choose another account') as string]);
  expect(leads((await customers('contacts', customer)).out)).toMatch(/^Northwind US\./);
});
