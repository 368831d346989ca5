import type { Money } from '../../../model/money.ts';
import { amountOf, sumByCurrency } from '../../../model/money.ts';
import type { Tx } from '../../../platform/db/connect.ts';
import { inScope } from '../../../platform/db/transaction.ts';
import { type Context, seesCosts } from '../../context.ts';
import { type DifferenceView, toView } from '../queries.ts';
import { type StoredCandidate, selectCandidates, toCandidate } from './candidates.ts';
import { nothingHeld, type RuleTerms, type Taken, take } from './rule.ts';
import { isUndecided } from './store.ts';

export type Tried = {
  readonly count: number;
  /** Without regard to direction, as the limits count. */
  readonly money: readonly Money[];
  readonly overLimit: number;
  /** The dearest ones. */
  readonly sample: readonly DifferenceView[];
};

export type Trial = { readonly now: Tried; readonly lastMonth: Tried; readonly fixedByPeople: number };

const inSample = 10;

/** The test bench of a rule before it is let loose: what it would take now, and would have taken last month. Changes nothing. */
export const tryRule = (context: Context, terms: RuleTerms): Promise<Trial> =>
  inScope(context.db, context.scope, async (tx) => {
    const rule = { ...terms, coversCosts: seesCosts(context.actor) };
    const open = (
      await selectCandidates(tx)
        .where('kind', 'in', [...terms.kinds])
        .where(isUndecided)
        .execute()
    ).map(toCandidate);
    const before = await standingLastMonth(tx, context, terms);
    const now = take(rule, open, nothingHeld);
    const then = take(rule, before, nothingHeld);
    const taken = new Set(then.accepted.map(({ differenceId }) => differenceId));
    return {
      now: await toTried(tx, now.accepted, now.overLimit.length),
      lastMonth: await toTried(tx, then.accepted, then.overLimit.length),
      fixedByPeople: before.filter(({ differenceId, state }) => taken.has(differenceId) && state === 'fixed').length,
    };
  });

/** First seen before this month began, and last seen since last month began. */
async function standingLastMonth(tx: Tx, context: Context, { kinds }: RuleTerms): Promise<StoredCandidate[]> {
  const startOf = (day: Temporal.PlainDate): Temporal.Instant => day.toZonedDateTime('UTC').toInstant();
  const thisMonth = context.clock.today().with({ day: 1 });
  const rows = await selectCandidates(tx)
    .where('kind', 'in', [...kinds])
    .where('first_seen_at', '<', startOf(thisMonth))
    .where('last_seen_at', '>=', startOf(thisMonth.subtract({ months: 1 })))
    .execute();
  return rows.map(toCandidate);
}

async function toTried(tx: Tx, accepted: Taken['accepted'], overLimit: number): Promise<Tried> {
  const dearest = accepted.toReversed().slice(0, inSample);
  const rows =
    dearest.length === 0
      ? []
      : await tx
          .selectFrom('difference')
          .selectAll()
          .where(
            'difference_id',
            'in',
            dearest.map(({ differenceId }) => differenceId),
          )
          .execute();
  const byId = new Map(rows.map((row) => [row.difference_id, toView(row)]));
  return {
    count: accepted.length,
    money: sumByCurrency(accepted.map(({ impact }) => ({ ...impact, amount: amountOf(impact).abs().toFixed() }))),
    overLimit,
    sample: dearest.flatMap(({ differenceId }) => byId.get(differenceId) ?? []),
  };
}
