import { expect, test } from 'vitest';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { guid } from '../../../test/support/records.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { queueHealth } from '../jobs/index.ts';
import { estimateSync, listLanes, readProblemAgain, startSync } from './index.ts';

const { db } = await aDatabase();
const { context, clock } = aContext(db);
const now = clock.now();
const [north, psa, run] = [guid(1), guid(2), guid(3)];

for (const [id, name, side, kind] of [
  [north, 'North', 'microsoft', 'partnerCenter'],
  [psa, 'PSA', 'psa', 'connectWise'],
] as const)
  await db
    .insertInto('connection')
    .values({ connection_id: id, kind, side, name, state: 'connected', settings: '{}', identity: id, created_at: now, changed_at: now })
    .execute();

test('who asks what a reading would be is told its sort, how long such readings took, and why it has to be everything', async () => {
  for (const [n, seconds] of [40, 60, 500].entries())
    await db
      .insertInto('sync_run')
      .values({
        run_id: guid(30 + n),
        connection_id: north,
        reach: 'full',
        state: 'completed',
        progress: JSON.stringify({ kinds: [] }),
        started_at: now.subtract({ hours: n + 1 }),
        ended_at: now.subtract({ hours: n + 1 }).add({ seconds }),
      })
      .execute();

  expect(await estimateSync(context, {})).toEqual([
    { connectionId: psa, name: 'PSA', reach: 'full', kinds: [], seconds: undefined, fullBecause: 'neverRead' },
    { connectionId: north, name: 'North', reach: 'full', kinds: [], seconds: 60, fullBecause: undefined },
  ]);
  expect(await estimateSync(context, { kinds: ['licences'] })).toMatchObject([{ name: 'North', reach: 'kinds', seconds: undefined }]);
});

test('a lane shows what runs, what waits, the pace that was learned, and until when the remote wants peace', async () => {
  await startSync(context, {});
  const later = now.add({ seconds: 34 });
  const values = { tokens: 1, rate: 8.3, burst: 4, refilled_at: now, held_until: later };
  await inScope(db, everything, async (tx) => {
    await tx
      .insertInto('rate_bucket')
      .values({ ...values, bucket: `${north} partner-center customers` })
      .execute();
  });

  const lanes = await listLanes(context);
  expect(lanes.map(({ name, waiting, callsLastMinute }) => [name, waiting, callsLastMinute])).toEqual([
    ['North', 1, 0],
    ['PSA', 1, 0],
  ]);
  expect(lanes[0]?.paces).toEqual([{ part: 'partner-center customers', callsPerMinute: 498, heldUntil: later }]);
  expect(await queueHealth(context)).toMatchObject({ waiting: 2, running: 0, retried: 0, deadLetters: 0, oldestAt: now, workers: [] });
});

test('what was set apart is read again with its kind, once for many who ask', async () => {
  const problem = { connection_id: north, run_id: run, code: 'record_unreadable', reason: 'seats below zero', at: now };
  await inScope(db, everything, (tx) =>
    tx
      .insertInto('sync_problem')
      .values([
        { ...problem, problem_id: guid(70), kind: 'licences', subject: 'a' },
        { ...problem, problem_id: guid(71), kind: 'licences', subject: 'b', solved_at: now },
      ])
      .execute(),
  );

  const first = await readProblemAgain(context, guid(70));
  expect(first).toMatchObject({ joined: false, jobs: [{ title: 'Read licences of North' }] });
  expect(await readProblemAgain(context, guid(70))).toMatchObject({ joined: true });
  expect(await readProblemAgain(context, guid(71))).toBeUndefined();
});
