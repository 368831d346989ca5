import { expect, test } from 'vitest';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { changeSettings, defaultSettings, getSettings, resetSettings } from './index.ts';

const { db } = await aDatabase();
const { context } = aContext(db);

test('what nobody set is the default', async () => {
  expect(await getSettings(context)).toEqual(defaultSettings);
  expect(defaultSettings).toMatchObject({ approvalLimit: { amount: '500', currency: 'USD' }, staleAfterMinutes: 60, version: 0 });
});

test('a change keeps the rest, counts the version, and is in the audit trail', async () => {
  const outcome = await changeSettings(context, { staleAfterMinutes: 90, version: 0 });

  expect(outcome).toMatchObject({ status: 'changed', settings: { staleAfterMinutes: 90, priceTolerance: '0.02', version: 1 } });
  expect(await getSettings(context)).toMatchObject({ staleAfterMinutes: 90, version: 1 });
  const events = await db.transaction().execute(async (tx) => {
    const { sql } = await import('kysely');
    await sql`set local app.reseller = '*'`.execute(tx);
    return tx.selectFrom('audit_event').select(['action', 'actor']).execute();
  });
  expect(events).toEqual([{ action: 'settings.changed', actor: 'Concord' }]);
});

test('a stale form is refused and shown what holds', async () => {
  expect(await changeSettings(context, { staleAfterMinutes: 30, version: 0 })).toMatchObject({
    status: 'changed_since',
    settings: { staleAfterMinutes: 90, version: 1 },
  });
});

test('of two who save at once one wins', async () => {
  const outcomes = await Promise.all([
    changeSettings(context, { priceTolerance: '0.05', version: 1 }),
    changeSettings(context, { priceTolerance: '0.10', version: 1 }),
  ]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['changed', 'changed_since']);
});

test('back to safe is one act: every choice is the default again, tax rates stay', async () => {
  const { version } = await getSettings(context);
  await changeSettings(context, { approvalLimit: { amount: '9000', currency: 'EUR' }, taxRates: { DE: '19' }, version });

  const outcome = await resetSettings(context, version + 1);

  expect(outcome).toMatchObject({ status: 'changed', settings: { ...defaultSettings, taxRates: { DE: '19' }, version: version + 2 } });
  expect(await resetSettings(context, version)).toMatchObject({ status: 'changed_since' });
});
