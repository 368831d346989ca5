import { BillingBehaviour, type BillingChoice, type BillingProduct } from '../../../model/billing-behaviour.ts';
import { Finding, openStates } from '../../../model/difference.ts';
import { creditKinds } from '../../../model/invoice-difference.ts';
import { type Money, sumByCurrency } from '../../../model/money.ts';
import type { Tx } from '../../../platform/db/connect.ts';
import { inScope } from '../../../platform/db/transaction.ts';
import type { Context } from '../../context.ts';
import { readBillingExceptions, readSettings } from '../../settings/index.ts';
import { effectiveDate } from '../effective-date.ts';
import { stateAfter } from '../target-state.ts';
import { type BilledTarget, readBilledTargets } from './billed-targets.ts';
import { firstBill } from './first-bill.ts';
import { type Billing, type BillingRules, readProducts } from './read-billing.ts';

/** What somebody thinks of saving: for all, or for a customer, a product, or both. */
export type BillingTrial = {
  readonly choice: BillingChoice;
  readonly customerId: string | undefined;
  readonly product: BillingProduct | undefined;
};

/** From when a correction would count and by how much its first bill would be another one; no day: for the whole next bill. */
export type WouldBill = { readonly effectiveOn: string | undefined; readonly firstBill: Money };
export type SimulatedRow = {
  readonly differenceId: string;
  readonly customerName: string;
  readonly productName: string;
  readonly before: WouldBill;
  readonly after: WouldBill;
};

export type Simulated = {
  /** The month before this one. */
  readonly month: string;
  /** Corrections that stood in it or are open now, and of these what would be otherwise. */
  readonly corrections: number;
  readonly changed: number;
  readonly before: readonly Money[];
  readonly after: readonly Money[];
  /** Open differences about credits that would no longer be told. */
  readonly credits: { readonly count: number; readonly money: readonly Money[] };
  /** The first of those that change. */
  readonly sample: readonly SimulatedRow[];
};

const mostRows = 5_000;
const inSample = 20;

/** Tries a billing behaviour on what stood in the last month and what is open now, before it is saved (S73). Changes nothing. */
export async function simulateBilling(context: Context, trial: BillingTrial): Promise<Simulated> {
  const exceptions = await readBillingExceptions(context);
  return inScope(context.db, context.scope, async (tx) => {
    const { billing } = await readSettings(tx);
    const now: BillingRules = { standard: billing, exceptions };
    const thisMonth = context.clock.today().with({ day: 1 });
    const month = thisMonth.subtract({ months: 1 });
    const found = await candidates(tx, { thisMonth, month });
    const billingOf = await readProducts(tx, found);
    const targetOf = await readBilledTargets(tx, found);
    const today = context.clock.today().toString();
    const rules = changedBy(now, trial);
    const rows = found.flatMap((each): SimulatedRow[] => {
      const target = targetOf(each.finding);
      if (target === undefined) return [];
      const { differenceId, customerName } = each;
      const { productName } = each.finding;
      const would = (given: BillingRules): WouldBill => wouldBill(target, billingOf(each, given), today);
      return [{ differenceId, customerName, productName, before: would(now), after: would(rules) }];
    });
    const changed = rows.filter(({ before, after }) => isOther(before, after));
    const hidden = found.filter((each) => {
      const isCredit = (creditKinds as readonly string[]).includes(each.finding.kind);
      const keeps = (given: BillingRules): boolean => billingOf(each, given).behaviour.credits === 'partner';
      return isCredit && each.isOpen && keeps(rules) && !keeps(now);
    });
    return {
      month: month.toPlainYearMonth().toString(),
      corrections: rows.length,
      changed: changed.length,
      before: sumByCurrency(rows.map(({ before }) => before.firstBill)),
      after: sumByCurrency(rows.map(({ after }) => after.firstBill)),
      credits: { count: hidden.length, money: sumByCurrency(hidden.map(({ finding }) => finding.impact)) },
      sample: changed.slice(0, inSample),
    };
  });
}

/** The rules as they would be: the standard itself, or one more exception, which has the last word about what it names. Pure. */
export function changedBy({ standard, exceptions }: BillingRules, { choice, customerId, product }: BillingTrial): BillingRules {
  return customerId === undefined && product === undefined
    ? { standard: BillingBehaviour.parse({ ...standard, ...choice }), exceptions }
    : { standard, exceptions: [...exceptions, { customerId, product, choice }] };
}

function wouldBill({ correction, state, bills }: BilledTarget, { behaviour, renewsOn }: Billing, today: string): WouldBill {
  const effective = effectiveDate(correction, undefined, { ...bills, today, renewsOn }, behaviour);
  const effectiveOn = effective.status === 'on' ? effective.date : effective.openFrom;
  const after = stateAfter(state, correction, effectiveOn);
  return { effectiveOn, firstBill: firstBill(state, after, { effectiveOn, agreement: bills, rounding: behaviour.rounding }) };
}

const isOther = (before: WouldBill, after: WouldBill): boolean =>
  before.effectiveOn !== after.effectiveOn || before.firstBill.amount !== after.firstBill.amount;

type Candidate = {
  readonly differenceId: string;
  readonly customerId: string;
  readonly customerName: string;
  readonly isOpen: boolean;
  readonly finding: Finding;
};

/** Open now, or seen in the last month; the dearest first. */
async function candidates(
  tx: Tx,
  { thisMonth, month }: { readonly thisMonth: Temporal.PlainDate; readonly month: Temporal.PlainDate },
): Promise<Candidate[]> {
  const at = (day: Temporal.PlainDate): Temporal.Instant => day.toZonedDateTime('UTC').toInstant();
  const rows = await tx
    .selectFrom('difference')
    .select((row) => [
      'difference_id',
      'customer_id',
      'customer_name',
      'finding',
      row('state', 'in', [...openStates])
        .$castTo<boolean>()
        .as('is_open'),
    ])
    .where((row) =>
      row.or([
        row('state', 'in', [...openStates]),
        row.and([row('first_seen_at', '<', at(thisMonth)), row('last_seen_at', '>=', at(month))]),
        row('period', '=', month.toPlainYearMonth().toString()),
      ]),
    )
    .orderBy((row) => row.fn('abs', ['impact']), 'desc')
    .orderBy('difference_id')
    .limit(mostRows)
    .execute();
  return rows.map((row) => ({
    differenceId: row.difference_id,
    customerId: row.customer_id,
    customerName: row.customer_name,
    isOpen: row.is_open,
    finding: Finding.parse(row.finding),
  }));
}
