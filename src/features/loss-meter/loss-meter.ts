import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { type Meter, type MeterRow, meter } from './meter.ts';
import { readPositions } from './read-positions.ts';
import { readSteps } from './read-steps.ts';
import { sinceWhen } from './since.ts';

export type LossMeterAsked = { readonly by: 'customer' | 'product'; readonly customerId: string | undefined; readonly limit: number };

export type LossMeterView = Pick<Meter, 'totals' | 'withoutPrice'> & {
  /** Those with most money first; the totals are of all. */
  readonly rows: readonly (Omit<MeterRow, 'positions'> & { readonly since: string | undefined })[];
  readonly more: number;
  /** Sources that nothing is known of, in words. */
  readonly leftOut: readonly string[];
  readonly at: Temporal.Instant;
};

/** What is bought, charged, billed and assigned, held against each other in money a month, now. */
export function readLossMeter(context: Context, { by, customerId, limit }: LossMeterAsked): Promise<LossMeterView> {
  const today = context.clock.today().toString();
  return inScope(context.db, context.scope, async (tx) => {
    const positions = await readPositions(tx, { today, customerId });
    const { rows, totals, withoutPrice } = meter(positions, by);
    const shown = rows.slice(0, limit);
    const customerIds = [...new Set(shown.filter(differs).flatMap((row) => row.positions.map((each) => each.customerId)))];
    const steps = customerIds.length === 0 ? [] : await readSteps(tx, customerIds, today);
    const stepsOf = Map.groupBy(steps, (step) => `${step.customerId} ${step.productKey}`);
    return {
      rows: shown.map(({ positions: own, ...row }) => ({ ...row, since: differs(row) ? oldest(own, stepsOf) : undefined })),
      more: rows.length - shown.length,
      totals,
      withoutPrice,
      leftOut: leftOutOf(positions),
      at: context.clock.now(),
    };
  });
}

const differs = ({ underBilled, overBilled }: Pick<MeterRow, 'underBilled' | 'overBilled'>): boolean =>
  !underBilled.plus(overBilled).isZero();

/** Since the first of its products began to differ. */
function oldest(positions: MeterRow['positions'], stepsOf: ReadonlyMap<string, Parameters<typeof sinceWhen>[0]>): string | undefined {
  const keys = new Set(positions.map((each) => `${each.customerId} ${each.productKey}`));
  return [...keys].flatMap((key) => sinceWhen(stepsOf.get(key) ?? []) ?? []).sort()[0];
}

function leftOutOf(positions: MeterRow['positions']): string[] {
  const lacks = (of: (each: MeterRow['positions'][number]) => unknown): boolean => positions.some((each) => of(each) === undefined);
  return [
    ...(lacks(({ charged }) => charged)
      ? ['Charged by the supplier: not known of every product. Compare the invoices of a month, or connect the distributor.']
      : []),
    ...(lacks(({ assigned }) => assigned) ? ["Assigned: not every customer's tenant was read."] : []),
  ];
}
