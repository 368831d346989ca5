import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FormState, formNext, RequestState, requestNext } from './change-request.ts';
import { ConnectionState, connectionNext } from './connection.ts';
import { DifferenceState, differenceNext, openStates } from './difference.ts';
import { InvoiceState, invoiceNext, VersionState, versionNext } from './invoice.ts';
import { isEnded, JobState, jobNext } from './job.ts';
import { CommandState, commandNext, PlanState, planNext } from './plan.ts';

type Table = Readonly<Record<string, readonly string[]>>;

/** Every table of states: what its words are, where a thing begins, and where its life ends for good. */
const tables: readonly { name: string; states: readonly string[]; next: Table; begins: readonly string[]; ended: readonly string[] }[] = [
  { name: 'connection', states: ConnectionState.options, next: connectionNext, begins: ['draft'], ended: [] },
  { name: 'difference', states: DifferenceState.options, next: differenceNext, begins: ['open'], ended: [] },
  { name: 'plan', states: PlanState.options, next: planNext, begins: ['previewed'], ended: ['undone', 'expired', 'stale'] },
  { name: 'command', states: CommandState.options, next: commandNext, begins: ['draft'], ended: ['confirmed', 'rejected'] },
  {
    name: 'change request',
    states: RequestState.options,
    next: requestNext,
    begins: ['asked'],
    ended: ['declined', 'withdrawn', 'done'],
  },
  { name: 'form', states: FormState.options, next: formNext, begins: ['waiting'], ended: ['answered', 'expired', 'withdrawn'] },
  { name: 'provider invoice', states: InvoiceState.options, next: invoiceNext, begins: ['expected'], ended: [] },
  { name: 'version of an invoice', states: VersionState.options, next: versionNext, begins: ['staged'], ended: ['superseded'] },
  {
    name: 'job',
    states: JobState.options,
    next: jobNext,
    begins: ['queued'],
    ended: ['completed', 'completedWithErrors', 'failed', 'cancelled'],
  },
];

const reachable = (next: Table, from: readonly string[]): Set<string> => {
  const seen = new Set(from);
  for (const state of seen) for (const follower of next[state] ?? []) seen.add(follower);
  return seen;
};

describe.each(tables)('the states of a $name', ({ states, next, begins, ended }) => {
  test('each stand in the table, and the table names no others', () => {
    expect(Object.keys(next).sort()).toEqual([...states].sort());
  });

  test('are followed only by states that exist, none twice and none by itself', () => {
    for (const [state, followers] of Object.entries(next)) {
      expect(states).toEqual(expect.arrayContaining([...followers]));
      expect(new Set(followers).size).toBe(followers.length);
      expect(followers).not.toContain(state);
    }
  });

  test('can all be reached from the beginning', () => {
    expect([...reachable(next, begins)].sort()).toEqual([...states].sort());
  });

  test('end where they are meant to end and nowhere else', () => {
    expect(states.filter((state) => next[state]?.length === 0).sort()).toEqual([...ended].sort());
  });

  test('never lead into a circle without a way to the end, where there is an end', () => {
    if (ended.length === 0) return;
    for (const state of states) expect(ended.some((end) => reachable(next, [state]).has(end))).toBe(true);
  });

  test('any walk along the table stays inside it', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 20 }), { maxLength: 30 }), (choices) => {
        let state = begins[0] ?? '';
        for (const choice of choices) {
          const followers = next[state] ?? [];
          state = followers[choice % Math.max(1, followers.length)] ?? state;
          expect(states).toContain(state);
        }
      }),
    );
  });
});

// Rules that the product and reliability references state in words.
describe('a write to a remote', () => {
  test('whose outcome is unknown is never simply sent again', () => {
    expect(commandNext.unknown).not.toContain('submitting');
  });

  test('is sent from "ready" only', () => {
    const before = Object.entries(commandNext).filter(([, next]) => (next as readonly string[]).includes('submitting'));

    expect(before.map(([state]) => state)).toEqual(['ready']);
  });

  test('that was confirmed or rejected stays so', () => {
    expect([commandNext.confirmed, commandNext.rejected]).toEqual([[], []]);
  });
});

describe('a plan', () => {
  test('is applied only after it was approved, by a person or the policy', () => {
    const before = Object.entries(planNext).filter(([, next]) => (next as readonly string[]).includes('applying'));

    expect(before.map(([state]) => state).sort()).toEqual(['appliedInPart', 'approved', 'failed']);
  });

  test('that expired or went stale is never carried out', () => {
    for (const state of ['expired', 'stale'] as const) expect(planNext[state]).toEqual([]);
  });

  test('can be undone only when something of it was applied', () => {
    const before = Object.entries(planNext).filter(([, next]) => (next as readonly string[]).includes('undoing'));

    expect(before.map(([state]) => state).sort()).toEqual(['applied', 'appliedInPart']);
  });
});

describe('a difference', () => {
  test('that counts as money at stake is one of four states', () => {
    expect([...openStates].sort()).toEqual(['applying', 'failed', 'open', 'waitingForApproval']);
  });

  test('that somebody accepted or muted, that was fixed or went away, can come back', () => {
    for (const state of DifferenceState.options.filter((each) => !(openStates as readonly string[]).includes(each)))
      expect(differenceNext[state]).toContain('open');
  });

  test('does not vanish while its correction is being sent', () => {
    expect(differenceNext.applying).not.toContain('gone');
  });
});

describe('a job', () => {
  test.each(JobState.options.map((state) => [state, ['completed', 'completedWithErrors', 'failed', 'cancelled'].includes(state)] as const))(
    'that is %s has ended: %s',
    (state, ended) => {
      expect(isEnded(state)).toBe(ended);
    },
  );
});

describe('a connection', () => {
  test('can be paused from wherever it is, and wakes from a pause', () => {
    for (const state of ConnectionState.options.filter((each) => each !== 'off')) expect(connectionNext[state]).toContain('off');
    expect(connectionNext.off.length).toBeGreaterThan(0);
  });

  test('never becomes a draft again', () => {
    expect(Object.values(connectionNext).flat()).not.toContain('draft');
  });
});
