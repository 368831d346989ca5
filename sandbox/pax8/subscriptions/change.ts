import { Decimal, parseDecimal, printDecimal } from '../../../src/lib/decimal.ts';
import { ExactNumber, type JsonObject, type JsonValue } from '../../../src/lib/exact-json.ts';
import { must } from '../../../src/lib/must.ts';
import type { DistributorSubscription } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { readDay } from '../dates.ts';
import { seatsToGiveBack } from './at-microsoft.ts';
import { commitmentNow, isWindowOpen, statusNow } from './commitment.ts';

/** The subscription after a PUT, or every reason why not. A quantity is the new total, and everything acts at once. */
export function changeSubscription(
  world: World,
  before: DistributorSubscription,
  wanted: JsonObject,
): DistributorSubscription | readonly string[] {
  const given = (['price', 'billingTerm', 'quantity', 'startDate'] as const).filter((name) => (wanted[name] ?? null) !== null);
  if (given.length === 0) return ['At least one of price, billingTerm, quantity, startDate is required'];
  if (['Cancelled', 'PendingCancel'].includes(statusNow(before, world.today()))) return ['The subscription is cancelled'];
  const reasons: string[] = [];
  let after = before;
  for (const name of given) {
    const result = changes[name](world, after, wanted[name] ?? null);
    if (typeof result === 'string') reasons.push(result);
    else after = result;
  }
  return reasons.length > 0 ? reasons : after;
}

type Change = (world: World, row: DistributorSubscription, value: JsonValue) => DistributorSubscription | string;

const changes: Readonly<Record<'price' | 'billingTerm' | 'quantity' | 'startDate', Change>> = {
  price: (_world, row, value) => {
    const price = numberOf(value);
    return price === undefined || price.isNegative() ? 'price must be a number from 0' : { ...row, price: printDecimal(price) };
  },
  billingTerm: (world, row, value) => changeTerm(world, row, value),
  quantity: (world, row, value) => {
    const quantity = numberOf(value);
    if (quantity === undefined || !quantity.isInteger() || quantity.lessThan(1)) return 'quantity must be a whole number from 1';
    if (quantity.lessThan(row.quantity - seatsToGiveBack(world, row)) && !isWindowOpen(row, world.today()))
      return 'The quantity cannot be decreased during the commitment term';
    return { ...row, quantity: quantity.toNumber() };
  },
  startDate: (_world, row, value) => {
    const day = readDay(value);
    return day === undefined ? 'startDate must be a date' : { ...row, startDate: day };
  },
};

function changeTerm(world: World, row: DistributorSubscription, value: JsonValue): DistributorSubscription | string {
  if (value === row.billingTerm) return row;
  const product = must(world.tables.distributorProducts.get(row.productId), `product ${row.productId}`);
  const commitment = commitmentNow(row, world.today());
  const price = product.prices.find(
    (one) => one.billingTerm === value && (commitment === undefined || one.commitmentTerm === commitment.term),
  );
  if (price === undefined) return `billingTerm ${JSON.stringify(value)} is not offered for this product and commitment`;
  if (!isWindowOpen(row, world.today())) return 'The billing term cannot be changed during the commitment term';
  return { ...row, billingTerm: price.billingTerm, partnerCost: price.partnerBuyRate, price: price.suggestedRetailPrice };
}

const numberOf = (value: JsonValue): Decimal | undefined =>
  value instanceof ExactNumber || typeof value === 'number' ? parseDecimal(String(value)) : undefined;
