import { beforeEach, expect, test } from 'vitest';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { guid } from '../../../test/support/records.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { changeSchedules, type ScheduleChange } from '../settings/index.ts';
import { cadenceOf, stretched } from './cadences.ts';
import { listSchedules, startDue } from './index.ts';

const { db, owner } = await aDatabase();
const { context, clock } = aContext(db, { startsAt: '2026-11-22T20:00:00Z' }); // a Sunday

for (const [id, side, kind] of [
  [guid(1), 'microsoft', 'partnerCenter'],
  [guid(2), 'psa', 'connectWise'],
] as const)
  await db
    .insertInto('connection')
    .values({
      connection_id: id,
      kind,
      side,
      name: side,
      state: 'connected',
      settings: '{}',
      identity: side,
      created_at: clock.now(),
      changed_at: clock.now(),
    })
    .execute();

let version = 0;
const choose = async (change: Omit<ScheduleChange, 'version'>) => {
  const outcome = await changeSchedules(context, { ...change, version });
  expect(outcome.status).toBe('changed');
  version = outcome.settings.version;
};
const minutes = (count: number) => clock.advance(count * 60_000);
const named = async (name: string) => (await listSchedules(context)).schedules.find((schedule) => schedule.name === name);

beforeEach(async () => {
  await inScope(owner.db, everything, async (tx) => {
    await tx.deleteFrom('job').execute();
    await tx.deleteFrom('sync_schedule').execute();
  });
  await choose({ blackouts: [], cadences: { changes: { every: 'never' }, everything: null, prices: null } });
  await startDue(context);
});

test('the first look starts nothing; everything is read an hour later, once for two workers', async () => {
  expect(await startDue(context)).toEqual([]);
  await minutes(60);

  expect((await Promise.all([startDue(context), startDue(context)])).flat()).toEqual(['everything']);
  expect(await startDue(context)).toEqual([]);
});

test('a turn whose jobs could not be started is not used up', async () => {
  await minutes(60);
  const broken = (): never => {
    throw new Error('The process was killed');
  };
  await expect(startDue({ ...context, ids: broken })).rejects.toThrow('killed');

  expect(await startDue(context)).toEqual(['everything']);
});

test('turns that were missed are made up for once', async () => {
  await minutes(60 * 24 * 3);

  expect(await startDue(context)).toEqual(['everything']);
  expect(await startDue(context)).toEqual([]);
});

test('nothing is started in dark time, and what was due starts when it is over', async () => {
  const today = clock.now().toZonedDateTimeISO('UTC');
  await choose({ blackouts: [{ days: [today.dayOfWeek], from: today.toPlainTime().toString().slice(0, 5), to: '23:59' }] });
  await minutes(60);

  expect(await startDue(context)).toEqual([]);
  const held = await named('everything');
  expect(held?.heldUntil?.toString()).toContain('T23:59');
  await minutes(4 * 60);
  expect(await startDue(context)).toEqual(['everything']);
});

test('a kind of record has a turn of its own where somebody chose one', async () => {
  expect(await named('prices')).toMatchObject({ cadence: undefined, isChosen: false, nextAt: undefined });
  await choose({ cadences: { prices: { every: 'day', at: '03:00' }, everything: { every: 'never' } } });
  await startDue(context);
  expect(await named('prices')).toMatchObject({ isChosen: true, cadence: { every: 'day', at: '03:00' } });
  await minutes(24 * 60);

  expect(await startDue(context)).toEqual(['prices']);
  const jobs = await inScope(db, everything, (tx) => tx.selectFrom('job').select('title').execute());
  expect(jobs).toEqual([{ title: 'Read prices of microsoft' }]);
});

test('a connection has a schedule of its own, the others go on as all do, and it inherits again', async () => {
  const psa = guid(2);
  const titles = async () => {
    const jobs = await inScope(db, everything, (tx) => tx.selectFrom('job').select('title').orderBy('title').execute());
    await inScope(owner.db, everything, (tx) => tx.deleteFrom('job').execute());
    return jobs.map(({ title }) => title);
  };
  const ofPsa = async () => (await listSchedules(context, psa)).schedules.find(({ name }) => name === 'everything');
  expect(await ofPsa()).toMatchObject({ cadence: { every: 'minutes', minutes: 60 }, isInherited: true });
  await choose({ connectionId: psa, cadences: { everything: { every: 'minutes', minutes: 90 } } });
  expect(await ofPsa()).toMatchObject({ cadence: { every: 'minutes', minutes: 90 }, isInherited: false, isChosen: true });
  expect(await named('everything')).toMatchObject({ cadence: { every: 'minutes', minutes: 60 }, isInherited: false });
  await startDue(context);

  await minutes(60);
  expect(await startDue(context)).toEqual(['everything']);
  expect(await titles()).toEqual(['Read microsoft']);
  await minutes(30);
  expect(await startDue(context)).toEqual([`everything ${psa}`]);
  expect(await titles()).toEqual(['Read psa']);

  await choose({ connectionId: psa, cadences: { everything: null } });
  await minutes(60);
  expect(await startDue(context)).toEqual(['everything']);
  expect(await titles()).toEqual(['Read microsoft', 'Read psa']);
});

test('who saves over what somebody else saved is told', async () => {
  expect(await changeSchedules(context, { timeZone: 'Europe/Berlin', version: version - 1 })).toMatchObject({
    status: 'changed_since',
    settings: { timeZone: 'UTC' },
  });
});

test('lists that stay as they are are asked less often, up to four times their pace, and at their own pace again after a change', () => {
  const five = { every: 'minutes', minutes: 5 } as const;
  expect([0, 2, 3, 6, 9].map((quiet) => stretched(five, quiet))).toEqual([5, 5, 10, 20, 20].map((count) => ({ ...five, minutes: count })));
  expect(stretched({ every: 'day', at: '02:00' }, 9)).toEqual({ every: 'day', at: '02:00' });
  const nothingChosen = { timeZone: 'UTC', blackouts: [], cadences: {}, ofConnections: {}, version: 0 };
  expect(cadenceOf('everything', nothingChosen, { syncEveryMinutes: 90 })).toEqual({
    every: 'minutes',
    minutes: 90,
  });
});
