import { sql } from 'kysely';
import { afterEach, describe, expect, test } from 'vitest';
import { aContext } from '../../../test/support/context.ts';
import { aDatabase } from '../../../test/support/database.ts';
import { attemptRows, claimsRunOut, commandRows, emptied, nextSeed } from '../../../test/support/one-difference.ts';
import { aLine, guid } from '../../../test/support/records.ts';
import { aWritablePsa, type WritablePsa, type WriteFate } from '../../../test/support/writable-psa.ts';
import type { LookUp } from '../../connectors/ports.ts';
import { Fault } from '../../lib/errors.ts';
import { must } from '../../lib/must.ts';
import type { Correction } from '../../model/difference.ts';
import { ownReseller } from '../../model/ids.ts';
import { claimLease, releaseLease } from '../../platform/db/lease.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { RemoteError } from '../../platform/http/fault.ts';
import type { Context } from '../context.ts';
import { dueNow, intend, isWritingHeld, recoverCommands, resolve, submit } from './index.ts';
import { writerLease } from './lease.ts';

const { db, owner } = await aDatabase();
afterEach(() => emptied(owner.db));

const connectionId = guid(900_003);

const setQuantity = (line: number, to = '25'): Correction => ({
  action: 'setQuantity',
  connectionId,
  agreementRemoteId: '3001',
  lineRemoteId: String(5_000 + line),
  from: '20',
  to,
});

type Intended = { readonly step?: number; readonly part?: number; readonly direction?: 'apply' | 'undo'; readonly correction?: Correction };

const write = (context: Context, { step = 1, part = 0, direction = 'apply', correction = setQuantity(step) }: Intended = {}) =>
  inScope(context.db, everything, (tx) =>
    intend(tx, context, {
      planId: guid(1),
      stepId: guid(step),
      direction,
      part,
      resellerId: ownReseller,
      correction,
      effectiveOn: undefined,
    }),
  );

async function aCommand(context: Context, given: Intended = {}): Promise<string> {
  const intended = await write(context, given);
  if (intended.status !== 'intended') throw new Error(intended.status);
  return intended.commandId;
}

/** A PSA with lines of 20 seats, and a context that knows it. */
function aDesk({ lines = 1, fates = [] }: { readonly lines?: number; readonly fates?: readonly WriteFate[] } = {}) {
  const psa = aWritablePsa();
  psa.state.lines.set(
    '3001',
    Array.from({ length: lines }, (_, n) => aLine(n + 1, { agreementRemoteId: '3001', quantity: '20' })),
  );
  psa.fates.push(...fates);
  return { psa, ...aContext(db, { openRemote: () => psa, seed: nextSeed() }) };
}

const minutes = (count: number): number => count * 60_000;
const stateOf = async (context: Context): Promise<string> => must((await commandRows(context))[0], 'the command').state;

describe('the intent', () => {
  test('is written once for each step, direction and part, however often it is asked', async () => {
    const { context } = aDesk();
    const ids = [];
    for (let time = 0; time < 3; time += 1) ids.push(await aCommand(context));

    expect(new Set(ids).size).toBe(1);
    expect(await commandRows(context)).toMatchObject([{ state: 'ready', natural_key: `${connectionId}/3001/5001`, looks: 0 }]);
  });

  test('is written once when twenty ask at the same time', async () => {
    const { context } = aDesk();
    const all = await Promise.all(Array.from({ length: 20 }, () => aCommand(context)));

    expect(new Set(all).size).toBe(1);
    expect(await commandRows(context)).toHaveLength(1);
  });

  test('of another step on the same line waits its turn', async () => {
    const { context } = aDesk();
    await aCommand(context, { step: 1, correction: setQuantity(1) });

    expect(await write(context, { step: 2, correction: setQuantity(1, '30') })).toEqual({ status: 'occupied' });
    expect(await write(context, { step: 3, correction: setQuantity(2) })).toMatchObject({ status: 'intended' });
  });

  test.each([
    ['ready', 'occupied'],
    ['submitting', 'occupied'],
    ['unknown', 'occupied'],
    ['needs_operator', 'occupied'],
    ['confirmed', 'intended'],
    ['rejected', 'intended'],
    ['not_placed', 'intended'],
  ])('while the first is %s the second is %s', async (state, status) => {
    const { context } = aDesk();
    await aCommand(context);
    await owner.db.updateTable('command').set({ state }).execute();

    expect((await write(context, { step: 2, correction: setQuantity(1, '30') })).status).toBe(status);
  });

  test('carries its own id as reference, so that the other system can be asked for it', async () => {
    const { context } = aDesk();
    const commandId = await aCommand(context);
    expect(await commandRows(context)).toMatchObject([{ command_id: commandId, write: { reference: commandId } }]);
  });

  test('parts of one undo are commands of their own', async () => {
    const { context } = aDesk();
    const first = await aCommand(context, { direction: 'undo', part: 0 });
    const second = await aCommand(context, { direction: 'undo', part: 1, correction: setQuantity(2) });
    expect(first).not.toBe(second);
  });

  test('is not seen by another reseller', async () => {
    const { context } = aDesk();
    await aCommand(context);
    const foreign = await inScope(db, { reseller: guid(77) }, (tx) => tx.selectFrom('command').selectAll().execute());
    expect(foreign).toEqual([]);
  });
});

describe('sending', () => {
  test('is written down before, with body, hash and token, and ends after', async () => {
    const { psa, context } = aDesk();
    const commandId = await aCommand(context);
    let before: Awaited<ReturnType<typeof attemptRows>> = [];
    const watched: WritablePsa = {
      ...psa,
      write: async (given) => {
        before = await attemptRows(context);
        return psa.write(given);
      },
    };

    expect(await submit(context, watched, commandId)).toMatchObject({ state: 'confirmed', outcome: { remoteIds: ['5001'] } });
    expect(before).toMatchObject([{ attempt: 1, ended_at: null, body: [{ method: 'PATCH' }] }]);
    const [attempt] = await attemptRows(context);
    expect(attempt).toMatchObject({ end_state: 'confirmed', body_hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
    expect(attempt?.fencing_token).toBe((await commandRows(context))[0]?.fencing_token);
  });

  test('twice sends once', async () => {
    const { psa, context } = aDesk();
    const commandId = await aCommand(context);
    await submit(context, psa, commandId);
    expect(await submit(context, psa, commandId)).toMatchObject({ state: 'confirmed' });
    expect(psa.sent).toHaveLength(1);
  });

  type End = readonly [string, Error, string, string];
  const ends: readonly End[] = [
    ['a time-out', new RemoteError('remote_timeout', 'unknown_outcome', 'No answer', { remote: 'psa' }), 'unknown', 'unknown'],
    [
      'an answer that nobody can read',
      new RemoteError('remote_unreadable', 'unknown_outcome', 'HTML', { remote: 'psa' }),
      'unknown',
      'unknown',
    ],
    ['a mistake of our own while reading the answer', new TypeError('x is not a function'), 'unknown', 'unknown'],
    [
      'a refusal of the business',
      new RemoteError('remote_rejected', 'permanent', 'No such line', { remote: 'psa' }),
      'rejected',
      'rejected',
    ],
    ['signed out', new Fault('remote_signed_out', 'needs_operator', 'Signed out'), 'rejected', 'rejected'],
    ['throttled: nothing arrived', new RemoteError('remote_throttled', 'retryable', 'Later', { remote: 'psa' }), 'ready', 'not_sent'],
  ];
  test.each(ends)('%s', async (_name, error, state, attemptState) => {
    const { psa, context } = aDesk();
    const commandId = await aCommand(context);
    const failing: WritablePsa = { ...psa, write: () => Promise.reject(error) };

    expect((await submit(context, failing, commandId)).state).toBe(state);
    expect(await attemptRows(context)).toMatchObject([{ end_state: attemptState }]);
    expect(await stateOf(context)).toBe(state);
  });

  test('a throttled write waits as long as it was told', async () => {
    const { psa, context } = aDesk();
    const commandId = await aCommand(context);
    const nextAttemptAt = '2026-11-21T09:07:00Z';
    const told = new Fault('remote_throttled', 'retryable', 'Later', { nextAttemptAt });

    const standing = await submit(context, { ...psa, write: () => Promise.reject(told) }, commandId);

    expect(standing.nextLookAt?.toString()).toBe(nextAttemptAt);
    expect(await dueNow(context)).toEqual([]);
  });
});

describe('looking up what became of it', () => {
  /** A command whose answer was lost, with a PSA that answers as told. */
  async function lost(answers: readonly (LookUp | 'silence')[], fate: WriteFate = 'lost') {
    const desk = aDesk({ fates: [fate] });
    const commandId = await aCommand(desk.context);
    await submit(desk.context, desk.psa, commandId);
    const left = [...answers];
    const asked = { times: 0 };
    const oracle: WritablePsa = {
      ...desk.psa,
      lookUp: () => {
        asked.times += 1;
        const answer = left.length > 1 ? left.shift() : left[0];
        return answer === undefined || answer === 'silence' ? Promise.reject(new Error('silence')) : Promise.resolve(answer);
      },
    };
    return { ...desk, commandId, oracle, asked };
  }
  const applied: LookUp = { found: 'applied', remoteIds: ['5001'] };
  const notApplied: LookUp = { found: 'notApplied' };

  test('begins after half a minute and goes on at 2, 5, 15 and 60 minutes, then every hour', async () => {
    const { context, clock, commandId, oracle } = await lost(['silence']);
    const waits: number[] = [];
    for (let look = 0; look < 8; look += 1) {
      const at = must((await commandRows(context))[0]?.next_look_at ?? undefined, 'the next look');
      waits.push(Math.round(at.since(clock.now()).total('seconds')));
      await clock.advance(waits.at(-1) === undefined ? 0 : (waits.at(-1) ?? 0) * 1_000);
      expect(await dueNow(context)).toHaveLength(1);
      await resolve(context, oracle, commandId);
    }
    expect(waits).toEqual([30, 120, 300, 900, 3_600, 3_600, 3_600, 3_600]);
  });

  test('found: confirmed, nothing sent again', async () => {
    const { psa, context, commandId, oracle } = await lost([applied], 'doneAndLost');
    expect(await resolve(context, oracle, commandId)).toMatchObject({ state: 'confirmed', outcome: { remoteIds: ['5001'] } });
    expect(psa.sent).toHaveLength(1);
  });

  test.each([
    [1, 1],
    [14, 1],
    [15, 2],
  ])('not found after %s minutes: sent %s times', async (after, times) => {
    const { psa, context, clock, commandId, oracle } = await lost([notApplied]);
    await clock.advance(minutes(after));
    await resolve(context, oracle, commandId);
    expect(psa.sent).toHaveLength(times);
  });

  test('a write that is only processed ten minutes later has one effect (F49)', async () => {
    const { psa, context, clock, commandId } = await lost([notApplied]);
    await clock.advance(minutes(2));
    await resolve(context, psa, commandId);
    psa.edit('5001', { quantity: '25' }); // it arrives now
    await clock.advance(minutes(20));

    expect(await resolve(context, psa, commandId)).toMatchObject({ state: 'confirmed' });
    expect(psa.sent).toHaveLength(1);
  });

  test('sent again and lost again: the quiet time begins anew, then it was never placed', async () => {
    const { psa, context, clock, commandId, oracle } = await lost([notApplied]);
    psa.fates.push('lost');
    await clock.advance(minutes(16));
    expect(await resolve(context, oracle, commandId)).toMatchObject({ state: 'unknown' });
    await clock.advance(minutes(10));
    expect(await resolve(context, oracle, commandId)).toMatchObject({ state: 'unknown' });
    await clock.advance(minutes(10));
    expect(await resolve(context, oracle, commandId)).toMatchObject({ state: 'not_placed' });
    expect(psa.sent).toHaveLength(2);
  });

  test('two candidates: a person at once', async () => {
    const { context, commandId, oracle } = await lost([{ found: 'undecidable', candidates: ['1', '2'] }]);
    expect(await resolve(context, oracle, commandId)).toMatchObject({ state: 'needs_operator', outcome: { candidates: ['1', '2'] } });
    expect(await dueNow(context)).toEqual([]);
  });

  test('a remote that never answers: a person after a day, and nothing sent', async () => {
    const { psa, context, clock, commandId, oracle } = await lost(['silence']);
    await clock.advance(minutes(23 * 60));
    expect(await resolve(context, oracle, commandId)).toMatchObject({ state: 'unknown' });
    await clock.advance(minutes(61));
    expect(await resolve(context, oracle, commandId)).toMatchObject({ state: 'needs_operator' });
    expect(psa.sent).toHaveLength(1);
  });

  test.each(['confirmed', 'rejected', 'not_placed', 'needs_operator', 'submitting'])('what is %s is not asked about', async (state) => {
    const { context, commandId, oracle, asked } = await lost([applied]);
    await owner.db.updateTable('command').set({ state }).execute();
    expect(await resolve(context, oracle, commandId)).toMatchObject({ state });
    expect(asked.times).toBe(0);
  });

  test('two lookers at once: one decision, one more sending at most', async () => {
    const { psa, context, clock, commandId, oracle } = await lost([notApplied]);
    await clock.advance(minutes(16));
    const hurried = impatient(context);
    await Promise.all([resolve(hurried, oracle, commandId), resolve(hurried, oracle, commandId)]);
    expect(psa.sent).toHaveLength(2);
    expect(psa.effects).toHaveLength(1);
  });
});

/** Waiting for a claim takes real milliseconds; everything else is the virtual clock's. */
const impatient = (context: Context): Context => ({
  ...context,
  clock: {
    now: () => context.clock.now(),
    today: () => context.clock.today(),
    sleep: (ms, signal) => (ms < 1_000 ? new Promise((wake) => setTimeout(wake, 2)) : context.clock.sleep(ms, signal)),
  },
});

describe('workers', () => {
  test('two on each of 200 commands: each takes effect once', { timeout: 120_000 }, async () => {
    const { psa, context } = aDesk({ lines: 200 });
    const hurried = impatient(context);
    const ids: string[] = [];
    for (let line = 1; line <= 200; line += 1) ids.push(await aCommand(context, { step: line }));

    for (const id of ids) {
      const ends = await Promise.all([submit(hurried, psa, id), submit(hurried, psa, id)]);
      expect(ends.map(({ state }) => state)).toEqual(['confirmed', 'confirmed']);
    }

    expect(psa.effects).toHaveLength(200);
    expect(new Set(psa.effects.map(({ reference }) => reference)).size).toBe(200);
    expect(await attemptRows(context)).toHaveLength(200);
  });

  test('only one writes to a connection at a time', async () => {
    const { psa, context } = aDesk({ lines: 6 });
    const hurried = impatient(context);
    let [now, highest] = [0, 0];
    const slow: WritablePsa = {
      ...psa,
      write: async (given) => {
        now += 1;
        highest = Math.max(highest, now);
        await new Promise((done) => setTimeout(done, 5));
        now -= 1;
        return psa.write(given);
      },
    };
    const ids: string[] = [];
    for (let line = 1; line <= 6; line += 1) ids.push(await aCommand(context, { step: line }));
    await Promise.all(ids.map((id) => submit(hurried, slow, id)));
    expect([highest, psa.effects.length]).toEqual([1, 6]);
  });

  test('one that slept through its claim writes no outcome: the next one looked it up (F69, F70)', async () => {
    const { psa, context } = aDesk();
    const commandId = await aCommand(context);
    let answer: () => void = () => undefined;
    const sleepy: WritablePsa = {
      ...psa,
      write: async (given) => {
        const written = await psa.write(given);
        await new Promise<void>((wake) => {
          answer = wake;
        });
        return written;
      },
    };
    const old = submit(context, sleepy, commandId);
    const refused = expect(old).rejects.toMatchObject({ code: 'lease_lost', kind: 'retryable' });
    await expect.poll(() => psa.effects.length).toBe(1);
    await claimsRunOut(owner.db);

    expect(await recoverCommands(context)).toBe(1);
    expect(await resolve(context, psa, commandId)).toMatchObject({ state: 'confirmed' });
    const settled = await commandRows(context);
    answer();
    await refused;

    expect(await commandRows(context)).toEqual(settled);
    expect(psa.sent).toHaveLength(1);
    expect(await attemptRows(context)).toMatchObject([{ end_state: 'unknown', fault: { code: 'worker_lost' } }]);
  });

  test('an older token is refused while a newer one holds, also when the older one only begins to send', async () => {
    const { psa, context } = aDesk();
    const commandId = await aCommand(context);
    const taking: WritablePsa = {
      ...psa,
      prepare: (given) => psa.prepare(given),
      write: async (given) => {
        await claimsRunOut(owner.db);
        await claimLease(db, writerLease(connectionId), guid(5));
        return psa.write(given);
      },
    };
    await expect(submit(context, taking, commandId)).rejects.toMatchObject({ code: 'lease_lost' });
    expect(await stateOf(context)).toBe('submitting');
    expect(await recoverCommands(context)).toBe(1); // the newer claim is not the one it was sent under
    expect(await resolve(impatient(await released(context)), psa, commandId)).toMatchObject({ state: 'confirmed' });
    expect(psa.effects).toHaveLength(1);
  });

  const released = async (context: Context): Promise<Context> => {
    await claimsRunOut(owner.db);
    return context;
  };

  test('tokens only grow, also over a release', async () => {
    const { psa, context } = aDesk({ lines: 3 });
    const tokens: bigint[] = [];
    for (const step of [1, 2, 3]) {
      await submit(context, psa, await aCommand(context, { step }));
      tokens.push(
        BigInt(
          must(
            (await commandRows(context)).find((row) => row.step_id === guid(step)),
            'the command',
          ).fencing_token,
        ),
      );
    }
    expect(tokens.toSorted((a, b) => (a < b ? -1 : 1))).toEqual(tokens);
    expect(new Set(tokens).size).toBe(3);
  });

  test('who cannot have the claim within a minute comes again, and has sent nothing', async () => {
    const { psa, context } = aDesk();
    const commandId = await aCommand(context);
    const lease = must(await claimLease(db, writerLease(connectionId), guid(5), 600), 'the claim');
    const hurried: Context = {
      ...context,
      clock: { now: () => context.clock.now(), today: () => context.clock.today(), sleep: () => Promise.resolve() },
    };

    await expect(submit(hurried, psa, commandId)).rejects.toMatchObject({ code: 'lease_busy', kind: 'retryable' });
    expect(psa.sent).toEqual([]);
    expect(await stateOf(context)).toBe('ready');
    await releaseLease(db, lease);
    expect(await submit(context, psa, commandId)).toMatchObject({ state: 'confirmed' });
  });

  test('what a living one is sending is left to it', async () => {
    const { psa, context } = aDesk({ fates: ['doneAndDead'] });
    const commandId = await aCommand(context);
    void submit(context, psa, commandId);
    await expect.poll(() => psa.effects.length).toBe(1);

    expect(await recoverCommands(context)).toBe(0);
    await claimsRunOut(owner.db);
    expect(await recoverCommands(context)).toBe(1);
    expect(await recoverCommands(context)).toBe(0);
    expect(await dueNow(context)).toHaveLength(1);
  });
});

describe('after a restore', () => {
  test.each([
    ['no workspace yet', undefined, false],
    ['never restored', null, false],
    ['restored', '2026-11-21T08:00:00Z', true],
  ])('%s: writing is held is %s', async (_name, restoredAt, expected) => {
    const { context } = aDesk();
    if (restoredAt !== undefined)
      await owner.db
        .insertInto('workspace')
        .values({
          workspace_id: guid(1),
          profile: 'trial',
          system_epoch: guid(2),
          restored_at: restoredAt === null ? null : Temporal.Instant.from(restoredAt),
          created_at: context.clock.now(),
        })
        .execute();

    expect(await inScope(db, everything, (tx) => isWritingHeld(tx))).toBe(expected);
    await owner.db.deleteFrom('workspace').execute();
  });
});

test('a journal is never cut: the product itself cannot delete from it', async () => {
  const { context } = aDesk();
  await aCommand(context);
  for (const table of ['command', 'command_attempt'])
    await expect(inScope(db, everything, (tx) => sql`delete from ${sql.table(table)}`.execute(tx))).rejects.toThrow('permission denied');
});
