import { type DifferenceState, differenceNext } from '../../model/difference.ts';
import { publicId } from '../../model/ids.ts';
import type { DismissReason } from '../../model/worklist.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { closedMonths } from '../sign-offs/index.ts';
import { type DifferenceDetail, readDetail } from './queries.ts';
import { movingTotals } from './totals.ts';

type Reasoned = { readonly because?: DismissReason | undefined; readonly reason: string };

/** A person's word on a difference: fine as it is, not now, or look again. */
export type Decision =
  /** While the numbers stay as they are, as if left out, or for good. */
  | ({ readonly decision: 'accept'; readonly scope?: 'thisRun' | 'always' | undefined } & Reasoned)
  /** Until a calendar date. */
  | ({ readonly decision: 'mute'; readonly until: string } & Reasoned)
  | { readonly decision: 'reopen' };

/** A difference as the person saw it. */
export type Seen = { readonly differenceId: string; readonly version: number };

export type Outcome = 'decided' | 'absent' | 'changedSince' | 'notNow' | 'periodClosed';
export type Decided = {
  readonly differenceId: string;
  readonly outcome: Outcome;
  /** As it is now; undefined when there is no such difference. */
  readonly state: DifferenceState | undefined;
  readonly version: number | undefined;
};

export type DecidedOne = { readonly outcome: Outcome; readonly difference: DifferenceDetail | undefined };

/** One difference, with what became of it. */
export const decideDifference = (
  context: Context,
  differenceId: string,
  given: Decision & { readonly version: number },
): Promise<DecidedOne> =>
  inScope(context.db, context.scope, async (tx): Promise<DecidedOne> => {
    const [decided] = await decideAll(tx, context, [{ differenceId, version: given.version }], given);
    return { outcome: decided?.outcome ?? 'absent', difference: await readDetail(tx, differenceId) };
  });

/** Each as it was seen; one that moved since is left alone and does not stop the others (F54, F74). */
export const decideDifferences = (context: Context, seen: readonly Seen[], decision: Decision): Promise<Decided[]> =>
  inScope(context.db, context.scope, (tx) => decideAll(tx, context, seen, decision));

async function decideAll(tx: Tx, context: Context, seen: readonly Seen[], decision: Decision): Promise<Decided[]> {
  const known = await readRows(tx, seen);
  return movingTotals(
    tx,
    known.map((row) => row.customer_id),
    async () => {
      // Read again: their customers are locked now, so nobody changes them any more.
      const rows = new Map((await readRows(tx, seen)).map((row) => [row.difference_id, row]));
      const closed = await closedMonths(
        tx,
        [...rows.values()].map((row) => row.period ?? undefined),
      );
      const judged = seen.map((each) => ({ each, row: rows.get(each.differenceId) }));
      const outcomes = judged.map(({ each, row }) => ({ row, ...outcomeOf(each, row, decision, closed) }));
      const decided = outcomes.flatMap(({ outcome, row }) => (outcome === 'decided' && row !== undefined ? [row] : []));
      await keep(tx, context, decided, decision);
      return outcomes.map(({ row: _, ...result }) => result);
    },
  );
}

type Row = Awaited<ReturnType<typeof readRows>>[number];

async function readRows(tx: Tx, seen: readonly Seen[]) {
  if (seen.length === 0) return [];
  return tx
    .selectFrom('difference')
    .select(['difference_id', 'customer_id', 'reseller_id', 'state', 'version', 'period'])
    .where(
      'difference_id',
      'in',
      seen.map(({ differenceId }) => differenceId),
    )
    .execute();
}

const stateOf = { accept: 'accepted', mute: 'muted', reopen: 'open' } as const satisfies Record<Decision['decision'], DifferenceState>;

function outcomeOf({ differenceId, version }: Seen, row: Row | undefined, { decision }: Decision, closed: ReadonlySet<string>): Decided {
  if (row === undefined) return { differenceId, outcome: 'absent', state: undefined, version: undefined };
  const state = row.state as DifferenceState; // written by this feature only
  const now = { differenceId, state, version: row.version };
  if (row.version !== version) return { ...now, outcome: 'changedSince' };
  if (row.period !== null && closed.has(row.period)) return { ...now, outcome: 'periodClosed' };
  const next: readonly DifferenceState[] = differenceNext[state];
  const isDismissed = state === 'accepted' || state === 'muted';
  // What is gone is accepted again only by itself, when it was accepted for good.
  const mayPerson = decision === 'reopen' ? isDismissed : state !== 'gone';
  if (!next.includes(stateOf[decision]) || !mayPerson) return { ...now, outcome: 'notNow' };
  return { differenceId, outcome: 'decided', state: stateOf[decision], version: version + 1 };
}

async function keep(tx: Tx, context: Context, rows: readonly Row[], decision: Decision): Promise<void> {
  if (rows.length === 0) return;
  const state = stateOf[decision.decision];
  const isDismissed = decision.decision !== 'reopen';
  const mutedUntil = decision.decision === 'mute' ? decision.until : null;
  const scope = decision.decision === 'mute' ? 'until' : decision.decision === 'accept' ? (decision.scope ?? 'thisRun') : null;
  const because = isDismissed ? (decision.because ?? 'other') : null;
  await tx
    .updateTable('difference')
    .set((now) => ({
      state,
      because,
      scope,
      reason: isDismissed ? decision.reason : null,
      muted_until: mutedUntil,
      // Also of what was opened again: rules leave alone what a person decided.
      decided_by: context.actor.name,
      rule_id: null,
      changed_at: context.clock.now(),
      version: now('version', '+', 1),
    }))
    .where('customer_id', 'in', [...new Set(rows.map((row) => row.customer_id))])
    .where(
      'difference_id',
      'in',
      rows.map((row) => row.difference_id),
    )
    .execute();
  for (const row of rows) {
    await record(tx, context, {
      action: `difference.${decision.decision}`,
      object: publicId('difference', row.difference_id),
      resellerId: row.reseller_id,
      before: { state: row.state },
      after: { state, because, scope, mutedUntil },
      ...(isDismissed && { reason: decision.reason }),
    });
  }
}
