import { sql } from 'kysely';
import { openStates } from '../../model/difference.ts';
import type { MappingId } from '../../model/ids.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { knownImpact, reconcileIn } from '../reconciliation/index.ts';
import { sinceOf, touchedMonths, whyNotSince } from './corrections.ts';
import type { Decision, DecisionRefusal } from './decide.ts';
import { decideAccountLinks } from './decide-account.ts';
import { decideProducts } from './decide-product.ts';
import type { Stake } from './stakes.ts';

type Sum = { readonly open: number; readonly money: readonly Stake[] };

/** What a decision would do to the differences that are open now. */
export type Effect = {
  /** Customers that were looked at, and how many it concerns. */
  readonly looked: number;
  readonly customers: number;
  readonly before: Sum;
  readonly after: Sum;
  readonly opened: number;
  readonly gone: number;
  /** Months with invoices that are compared again, oldest first, where the decision counts for months before. */
  readonly months: readonly string[];
};
export type Preview =
  | { readonly status: 'seen'; readonly effect: Effect }
  | { readonly status: 'refused'; readonly because: DecisionRefusal | 'unknown' };

/** Customers whose books are compared for a look: more would hold their rows for too long. */
const mostLooked = 300;

class TakenBack extends Error {
  readonly effect: Effect;
  constructor(effect: Effect) {
    super('a preview is never kept');
    this.effect = effect;
  }
}

/**
 * Decides, compares the books of those whom it concerns, and takes all of it back: what is shown is what the decision does, not a guess. Nothing
 * that the next comparison reads from a remote is in it.
 */
export async function previewDecision(context: Context, mappingId: MappingId, decision: Decision): Promise<Preview> {
  try {
    return await inScope(context.db, context.scope, async (tx): Promise<Preview> => {
      const since = sinceOf(decision);
      const whyNot = since === undefined ? undefined : await whyNotSince(tx, since, context.clock.today());
      if (whyNot !== undefined) return { status: 'refused', because: whyNot };
      const before = await concerned(tx, mappingId);
      const [link] = [
        ...(await decideAccountLinks(tx, context, [{ mappingId, decision }])),
        ...(await decideProducts(tx, context, [{ mappingId, decision }])),
      ];
      if (link === undefined) return { status: 'refused', because: 'unknown' };
      if ('refused' in link.decided) return { status: 'refused', because: link.decided.refused };
      const all = [...new Set([...before, ...(await concerned(tx, mappingId))])];
      const looked = all.slice(0, mostLooked);
      const was = await openOf(tx, context, looked);
      const counts = await reconcileIn(tx, context, looked);
      throw new TakenBack({
        looked: looked.length,
        customers: all.length,
        before: was,
        after: await openOf(tx, context, looked),
        opened: counts.opened + counts.cameBack,
        gone: counts.gone,
        months: since === undefined ? [] : await touchedMonths(tx, since, context.clock.today()),
      });
    });
  } catch (error) {
    if (error instanceof TakenBack) return { status: 'seen', effect: error.effect };
    throw error;
  }
}

/** The customer of a link and those who share its account; or those who buy the product. */
async function concerned(tx: Tx, mappingId: string): Promise<readonly string[]> {
  const { rows } = await sql<{ customer_id: string }>`
    select customer_id from account_mapping where mapping_id = ${mappingId}::uuid
    union select sharer.customer_id from account_mapping mapping join account_mapping sharer on sharer.account_id = mapping.account_id
      where mapping.mapping_id = ${mappingId}::uuid and sharer.state = 'mapped'
    union select subscription.customer_id from product_mapping mapping join subscription on subscription.product_id = mapping.product_id
        and subscription.sku_id = mapping.sku_id and subscription.term = mapping.term and subscription.frequency = mapping.frequency
        and mapping.promotion_id in ('', coalesce(subscription.promotion_id, ''))
      where mapping.mapping_id = ${mappingId}::uuid and subscription.retired_at is null`.execute(tx);
  return rows.map((row) => row.customer_id).toSorted();
}

async function openOf(tx: Tx, { actor }: Context, customerIds: readonly string[]): Promise<Sum> {
  const { rows } = await sql<{ currency: string; n: number; amount: string }>`
    select difference.currency, count(*)::int as n, trim_scale(sum(${knownImpact(actor)}))::text as amount from difference
    where difference.customer_id = any(${[...customerIds]}::uuid[]) and difference.state = any(${[...openStates]}::text[])
    group by 1 order by 1`.execute(tx);
  return {
    open: rows.reduce((sum, row) => sum + row.n, 0),
    money: rows.map(({ amount, currency }) => ({ amount, currency })),
  };
}
