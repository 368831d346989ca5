import { sql } from 'kysely';
import { openStates } from '../../model/difference.ts';
import { nobody } from '../../model/ids.ts';
import { onceKinds } from '../../model/invoice-difference.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { setAtStake } from '../customers/index.ts';
import { isOnce } from './filter.ts';

/** Where the Overview's sums of open differences stand in `overview_total`; the facet is the kind (see `facetOf`). */
export const differencesTotal = 'differences';
export const recoveredTotal = 'recovered';

const ofCosts = ':cost';
const ofOneInvoice = ':once';
const isAlwaysOnce = (name: string): boolean => (onceKinds as readonly string[]).includes(name);
type Facet = { readonly name: string; readonly isCost: boolean; readonly isOnce: boolean };

/** Money that tells a cost is summed apart, for those who may not see it (rule RB8); so is what counts once of a kind that counts monthly. */
export const facetOf = ({ name, isCost, isOnce }: Facet): string =>
  `${name}${isOnce && !isAlwaysOnce(name) ? ofOneInvoice : ''}${isCost ? ofCosts : ''}`;
/** What a facet is about, whether its money tells a cost, and whether it counts once. */
export function readFacet(facet: string): Facet {
  const [name = '', ...words] = facet.split(/(?=:)/);
  return { name, isCost: words.includes(ofCosts), isOnce: words.includes(ofOneInvoice) || isAlwaysOnce(name) };
}

type Sum = {
  reseller_id: string;
  customer_id: string;
  kind: string;
  is_cost: boolean;
  is_once: boolean;
  currency: string;
  count: number;
  amount: string;
};

/**
 * Runs `work`, which may change differences of these customers in any way, and moves the maintained totals by exactly what it changed. The
 * customers are locked first, so that two who change the same customer count one after the other. Every change of a difference goes
 * through here: the sum of the open differences is the Overview's total, always.
 */
export async function movingTotals<T>(tx: Tx, customerIds: readonly string[], work: () => Promise<T>): Promise<T> {
  const ids = [...new Set(customerIds)].sort();
  await sql`select customer_id from customer where customer_id = any(${ids}::uuid[]) order by customer_id for update`.execute(tx);
  // Nobody's differences have no row to lock.
  if (ids.includes(nobody)) await sql`select pg_advisory_xact_lock(hashtext('differences of nobody'))`.execute(tx);
  const before = await sums(tx, ids);
  const result = await work();
  const after = await sums(tx, ids);
  await move(tx, before, after);
  await stakes(tx, ids, after);
  return result;
}

async function sums(tx: Tx, ids: readonly string[]): Promise<readonly Sum[]> {
  const { rows } = await sql<Sum>`
    select reseller_id, customer_id, kind, needs_cost_right as is_cost, ${isOnce} as is_once, currency, count(*)::int as count, sum(impact) as amount
    from difference where customer_id = any(${ids}::uuid[]) and state = any(${[...openStates]}::text[])
    group by reseller_id, customer_id, kind, needs_cost_right, ${isOnce}, currency`.execute(tx);
  return rows;
}

/** In one order everywhere: transactions that touch the same totals wait for each other instead of locking each other out. */
async function move(tx: Tx, before: readonly Sum[], after: readonly Sum[]): Promise<void> {
  await addToTotals(tx, differencesTotal, [
    ...after.map((row) => ({ ...row, facet: facetOfSum(row) })),
    ...before.map((row) => ({ ...row, facet: facetOfSum(row), count: -row.count, amount: negated(row.amount) })),
  ]);
}

const facetOfSum = (row: Sum): string => facetOf({ name: row.kind, isCost: row.is_cost, isOnce: row.is_once });

const negated = (amount: string): string => (amount.startsWith('-') ? amount.slice(1) : `-${amount}`);

export type TotalMove = {
  readonly reseller_id: string;
  readonly facet: string;
  readonly currency: string;
  readonly count: number;
  /** Decimal text. */
  readonly amount: string;
};

export async function addToTotals(tx: Tx, name: string, moves: readonly TotalMove[]): Promise<void> {
  if (moves.length === 0) return;
  await sql`
    insert into overview_total as total (reseller_id, name, facet, currency, count, amount)
    select reseller_id, ${name}, facet, currency, sum(count), sum(amount)
    from json_to_recordset(${JSON.stringify(moves)}::json) as given (reseller_id uuid, facet text, currency text, count int, amount numeric)
    group by reseller_id, facet, currency having sum(count) <> 0 or sum(amount) <> 0
    order by reseller_id, facet, currency
    on conflict (reseller_id, name, facet, currency) do update
      set count = total.count + excluded.count, amount = total.amount + excluded.amount`.execute(tx);
}

const monthly = (row: Sum): Sum => (row.is_once ? { ...row, amount: '0' } : row);

/** What stands beside the customer: open differences, and their money a month in the currency that has most of it. */
async function stakes(tx: Tx, ids: readonly string[], after: readonly Sum[]): Promise<void> {
  const { rows } = await sql<{ customer_id: string; open: number; currency: string; amount: string }>`
    with summed as (
      select customer_id, currency, sum(count) as open, sum(amount) as amount
      from json_to_recordset(${JSON.stringify(after.map(monthly))}::json) as given (customer_id uuid, currency text, count int, amount numeric)
      group by customer_id, currency)
    select customer.customer_id, coalesce((select sum(open)::int from summed where summed.customer_id = customer.customer_id), 0) as open,
      coalesce(best.currency, customer.currency) as currency, coalesce(best.amount, 0) as amount
    from customer left join lateral (
      select currency, amount from summed where summed.customer_id = customer.customer_id order by abs(amount) desc, currency limit 1
    ) best on true
    where customer.customer_id = any(${ids}::uuid[])`.execute(tx);
  await setAtStake(
    tx,
    rows.map((row) => ({ customerId: row.customer_id, openDifferences: row.open, atStake: row.amount, currency: row.currency })),
  );
}
