import { afterEach, expect, test } from 'vitest';
import { anEstate, marketplaceId, psaId } from '../../../test/support/compared-estate.ts';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { emptied, nextSeed } from '../../../test/support/one-difference.ts';
import { guid } from '../../../test/support/records.ts';
import { aWritablePsa } from '../../../test/support/writable-psa.ts';
import { must } from '../../lib/must.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { readSources } from './sources.ts';

const { db, owner } = await aDatabase();
afterEach(() => emptied(owner.db));

async function anOffice() {
  const { context, clock } = aContext(db, { seed: nextSeed() });
  await anEstate(context, aWritablePsa(), [{ n: 1 }]);
  const psaSource = async () =>
    must(
      (await inScope(db, everything, (tx) => readSources(tx))).find((each) => each.connectionId === psaId),
      'the PSA',
    );
  const run = (kinds: unknown, more: { readonly state?: string; readonly reach?: string } = {}) =>
    owner.db
      .insertInto('sync_run')
      .values({
        run_id: context.ids(),
        connection_id: psaId,
        reach: 'full',
        state: 'completed',
        progress: JSON.stringify({ kinds }),
        started_at: clock.now().add({ minutes: 5 }),
        ended_at: clock.now().add({ minutes: 6 }),
        ...more,
      })
      .execute();
  return { context, clock, psaSource, run };
}

const kind = (name: string, verdict: string | null, reason: string | null = null) => ({ kind: name, verdict, reason });

test.each([
  ['everything complete', [kind('lines', 'complete'), kind('services', 'complete')], 'complete'],
  ['one kind in part', [kind('lines', 'partial'), kind('services', 'complete')], 'partial'],
  ['one kind suspicious', [kind('lines', 'complete'), kind('services', 'suspicious')], 'suspicious'],
  ['the first that is not whole counts', [kind('lines', 'suspicious'), kind('services', 'partial')], 'suspicious'],
  ['a kind without verdict was never ended', [kind('lines', null)], 'partial'],
  ['no kinds at all prove nothing', [], 'partial'],
  ['access to tenants is nothing that is billed', [kind('lines', 'complete'), kind('access', 'partial')], 'complete'],
  ['single units that failed are told apart', [kind('lines', 'partial', 'unitsFailed')], 'complete'],
  ['single units that look suspicious too', [kind('lines', 'suspicious', 'unitsSuspicious')], 'complete'],
] as const)('the last whole reading: %s', async (_name, kinds, verdict) => {
  const { psaSource, run } = await anOffice();
  await run(kinds);
  expect((await psaSource()).verdict).toBe(verdict);
});

test.each([
  ['a reading of one customer says nothing about the whole', { reach: 'customer' }],
  ['a reading that failed says nothing', { state: 'failed' }],
  ['one that still runs says nothing', { state: 'running' }],
])('%s', async (_name, more) => {
  const { psaSource, run } = await anOffice();
  await run([kind('lines', 'suspicious')], more);
  expect((await psaSource()).verdict).toBe('complete');
});

test('one that ended with single failures counts', async () => {
  const { psaSource, run } = await anOffice();
  await run([kind('lines', 'partial')], { state: 'partial' });
  expect((await psaSource()).verdict).toBe('partial');
});

test('never read is not the same as read in part', async () => {
  const { psaSource } = await anOffice();
  await owner.db.deleteFrom('sync_run').execute();
  expect((await psaSource()).verdict).toBe('partial');
  await owner.db.updateTable('connection').set({ last_success_at: null }).execute();
  expect(await psaSource()).toMatchObject({ verdict: 'never', readAt: undefined });
});

test('a draft is no source; one that was switched off keeps what was read', async () => {
  const { psaSource } = await anOffice();
  await owner.db.updateTable('connection').set({ state: 'off' }).where('connection_id', '=', psaId).execute();
  expect((await psaSource()).verdict).toBe('complete');
  await owner.db.updateTable('connection').set({ state: 'draft' }).where('connection_id', '=', marketplaceId).execute();
  expect((await inScope(db, everything, (tx) => readSources(tx))).map((each) => each.connectionId)).toEqual([psaId]);
});

test('agreements and tenants with an open problem are the ones that are incomplete', async () => {
  const { clock, psaSource } = await anOffice();
  const problem = (n: number, more: { readonly kind?: string; readonly subject?: string; readonly solved_at?: Temporal.Instant } = {}) => ({
    problem_id: guid(n),
    connection_id: psaId,
    kind: 'lines',
    subject: `Agreement Cloud (${3_000 + n})`,
    code: 'remote_down',
    reason: 'no answer',
    run_id: guid(500_001),
    at: clock.now(),
    ...more,
  });
  await owner.db
    .insertInto('sync_problem')
    .values([problem(1), problem(2, { solved_at: clock.now() }), problem(3, { kind: 'services' }), problem(4, { subject: 'no id' })])
    .execute();
  expect([...(await psaSource()).failedUnits]).toEqual(['3001']);
  await owner.db.deleteFrom('sync_problem').execute();
});
