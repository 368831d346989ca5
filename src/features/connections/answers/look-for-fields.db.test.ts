import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { aContext } from '../../../../test/support/context.ts';
import { aDatabase } from '../../../../test/support/database.ts';
import { guid } from '../../../../test/support/records.ts';
import { databaseRecorder } from '../../../platform/http/recording.ts';
import { addConnection, listNewFields, lookForNewFields } from '../index.ts';

const { db, owner } = await aDatabase();
const { context, clock } = aContext(db);
const settings = { kind: 'partnerCenter', cloud: 'global', partnerType: 'directBill', tenantId: guid(1), clientId: 'app' } as const;
const outcome = await addConnection(context, { name: 'North', settings, secrets: { clientSecret: 's' } });
if (outcome.status !== 'added') throw new Error(outcome.because);
const { connectionId } = outcome.connection;
const recorder = databaseRecorder(db, context.ids);
const url = 'https://api.partnercenter.microsoft.com/v1/customers?size=500&token=of-a-place';

let nth = 0;
const answers = async (body: object | string, status = 200): Promise<void> => {
  await clock.advance(1_000);
  const text = typeof body === 'string' ? body : JSON.stringify({ ...body, nth: (nth += 1) });
  await recorder.keep({ connectionId, correlationId: 'c', method: 'GET', url, status, bytes: Buffer.from(text), at: clock.now() });
};
const look = () => lookForNewFields(context);
const notices = async () => owner.db.selectFrom('notice').select(['event', 'title', 'detail']).orderBy('at').execute();
const hours = (count: number): number => count * 3_600_000;

test('while the form of an answer is learned, nothing is told', async () => {
  await answers({ items: [{ id: 'a' }] });
  expect(await look()).toBe(0);
  await clock.advance(hours(23));
  await answers({ items: [{ id: 'a', note: 'sometimes there' }] });
  expect(await look()).toBe(0);
  expect(await notices()).toEqual([]);
});

test('a field that comes later is told once, by its name and place, never by its value', async () => {
  await clock.advance(hours(2));
  await answers({ items: [{ id: 'a', colour: 'secret-blue' }, { id: 'b' }] });
  await answers({ items: [{ id: 'c', colour: 'secret-blue' }] });
  expect(await look()).toBe(1);
  await clock.advance(hours(1));
  await answers({ items: [{ id: 'd', colour: 'secret-red' }] });
  expect(await look()).toBe(0);

  expect(await notices()).toMatchObject([
    { event: 'connection.schema_changed', title: 'Answers of North hold a field that did not come before' },
  ]);
  const told = JSON.stringify(await notices());
  expect(told).toContain('items[].colour (GET /v1/customers)');
  expect(told).not.toMatch(/secret-|of-a-place/);
  expect((await listNewFields(context, connectionId))?.fields).toMatchObject([{ call: 'GET /v1/customers', path: 'items[].colour' }]);
});

test('refusals, files and what is no JSON have no form', async () => {
  await answers({ error: { brandNew: 1 } }, 500);
  await answers('a,b,c');
  await answers(gzipSync('x').toString('latin1'));
  expect(await look()).toBe(0);
});

test('two workers that look at the same time tell once', async () => {
  await answers({ items: [{ id: 'a', size: 1 }] });
  const told = await Promise.all([look(), look()]);
  expect(told.reduce((sum, each) => sum + each, 0)).toBe(1);
});

test('a busy minute is sampled: only the newest few answers of each kind of call are opened', async () => {
  await answers({ items: [{ id: 'a', rare: 1 }] });
  for (let count = 0; count < 3; count += 1) await answers({ items: [{ id: String(count) }] });
  expect(await look()).toBe(0);
  expect((await listNewFields(context, connectionId))?.known).toBe(6);
});
