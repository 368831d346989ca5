import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { aMarketplace, aPsa } from '../../../test/support/fake-remotes.ts';
import { guid } from '../../../test/support/records.ts';
import type { Probe } from '../../model/connection.ts';
import { idOf } from '../../model/ids.ts';
import { priceSyncer } from '../prices/index.ts';
import { addConnection, findProvider, saveProvider, toleranceOf, verifyConnection } from './index.ts';

const { db, owner } = await aDatabase();
const remotes = { microsoft: aMarketplace(), psa: aPsa() };
const { context } = aContext(db, { openRemote: ({ settings }) => (settings.kind === 'partnerCenter' ? remotes.microsoft : remotes.psa) });
const profile = (facts: NonNullable<Probe['facts']>, outcome: Probe['outcome'] = 'passed'): Probe => ({
  name: 'profile',
  outcome,
  ms: 1,
  detail: 'Signed in',
  facts,
});
remotes.microsoft.state.probes = [profile({ name: 'Northwind', country: 'DE', currency: 'EUR' })];

const link = (tenantId: string): string =>
  `https://admin.microsoft.com/Adminportal/Home?invType=ResellerRelationship&partnerId=${tenantId}`;

let made = 0;
async function anAccount(provider?: Parameters<typeof addConnection>[1]['provider']) {
  made += 1;
  const settings = { kind: 'partnerCenter', cloud: 'global', partnerType: 'directBill', tenantId: guid(made), clientId: 'app' } as const;
  const secrets = { clientSecret: 's', refreshToken: 't' };
  const outcome = await addConnection(context, { name: `Account ${made}`, settings, secrets, provider });
  if (outcome.status !== 'added') throw new Error(JSON.stringify(outcome));
  return { id: idOf('connection', outcome.connection.connectionId), tenantId: settings.tenantId };
}

test('an account says itself where it is and what it is invoiced in', async () => {
  const { id, tenantId } = await anAccount();

  expect(await findProvider(context, id)).toMatchObject({
    record: {},
    account: { name: 'Northwind', country: 'DE', currency: 'EUR' },
    microsoftId: tenantId,
    notes: [{ field: 'resellerRelationshipUrl', code: 'recommended' }],
    version: 0,
  });
});

test('a record is kept with a warning where it differs from the account, and is in the audit trail', async () => {
  const { id, tenantId } = await anAccount();

  const outcome = await saveProvider(context, id, {
    record: { country: 'AT', resellerRelationshipUrl: link(tenantId), costManagement: false },
    version: 0,
  });

  expect(outcome).toMatchObject({ status: 'saved', provider: { version: 1, notes: [{ field: 'country', code: 'differs' }] } });
  expect(await findProvider(context, id)).toMatchObject({ record: { country: 'AT', costManagement: false } });
  const { rows } =
    await sql`set app.reseller = '*'; select after->>'country' as country from audit_event where action = 'connection.providerChanged'`.execute(
      owner.db,
    );
  expect(rows).toEqual([{ country: 'AT' }]);
});

test('a link of another partner is refused when the account is added and when the record is kept', async () => {
  const { id } = await anAccount();
  const record = { resellerRelationshipUrl: link(guid(99)) };
  const mistakes = [{ field: 'resellerRelationshipUrl', detail: expect.stringContaining('another partner tenant') as string }];

  expect(await saveProvider(context, id, { record, version: 0 })).toEqual({ status: 'refused', because: 'notThisPartner', mistakes });
  await expect(anAccount(record)).rejects.toThrow('providerNotFitting');
  expect((await findProvider(context, id))?.version).toBe(0);
});

test('of two who save at once one is told', async () => {
  const { id } = await anAccount({ country: 'DE' });

  const outcomes = await Promise.all(['AT', 'CH'].map((country) => saveProvider(context, id, { record: { country }, version: 0 })));

  expect(outcomes.map((outcome) => (outcome.status === 'saved' ? 'saved' : outcome.because)).sort()).toEqual(['changedSince', 'saved']);
});

test('a PSA has no provider record', async () => {
  const settings = {
    kind: 'connectWise',
    baseUrl: 'https://api-na.myconnectwise.net',
    companyId: 'n',
    publicKey: 'p',
    clientId: 'c',
  } as const;
  const add = (provider: object) => addConnection(context, { name: 'PSA', settings, secrets: { privateKey: 'k' }, provider });

  expect(await add({ country: 'DE' })).toMatchObject({ because: 'providerNotFitting', mistakes: [{ field: 'country' }] });
  const outcome = await add({});
  const id = idOf('connection', outcome.status === 'added' ? outcome.connection.connectionId : '');
  expect(await findProvider(context, id)).toBeUndefined();
  expect(await saveProvider(context, id, { record: {}, version: 0 })).toMatchObject({ because: 'noPartnerAccount' });
});

test('the tolerance of an account counts for its invoices; without one nothing does', async () => {
  const rules = [{ currency: 'EUR', absolute: '0.5', percent: '1', perUnit: '0' }];
  const [strict, lax] = [await anAccount(), await anAccount({ usageMismatchTolerance: rules })];

  expect(await toleranceOf(context, strict.id)).toBeUndefined();
  expect(await toleranceOf(context, lax.id)).toEqual({ rules });
});

test('a probe that fails takes nothing away of what is known', async () => {
  const { id } = await anAccount();

  remotes.microsoft.state.probes = [profile({ name: 'Somebody else' }, 'failed'), { ...profile({ customers: 7 }), name: 'customers' }];
  await verifyConnection(context, id);

  expect((await findProvider(context, id))?.account).toEqual({ name: 'Northwind', country: 'DE', currency: 'EUR', customers: 7 });
});

test('price sheets are read for the market that was entered, and none where cost management is off', async () => {
  const sheet = () => ({ name: 'sheet', open: () => Promise.reject(new Error('not opened here')) as never });
  const remote = { ...remotes.microsoft, priceSheet: sheet, market: () => Promise.resolve('DE') };
  const markets = async (connectionId: string): Promise<string[]> => {
    const { pieces } = await priceSyncer.pieces({ context, remote, connectionId, signal: new AbortController().signal });
    return [...new Set(pieces.map(({ key }) => key.split(' ')[0] ?? ''))];
  };
  const [asTold, asEntered, off] = [await anAccount(), await anAccount({ country: 'AT' }), await anAccount({ costManagement: false })];

  expect(await markets(asTold.id)).toEqual(['DE']);
  expect(await markets(asEntered.id)).toEqual(['AT']);
  expect(await markets(off.id)).toEqual([]);
});
