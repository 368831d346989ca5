import { Seeded } from '../../src/lib/seeded.ts';
import type { Subscription } from './types.ts';
import type { World } from './world.ts';

/** What a change of a subscription is called in the order that it makes; undefined when it makes none. `before`: absent at its beginning. */
export function transactionOf(before: Subscription | undefined, after: Subscription, kind: string): string | undefined {
  if (after.status === 'deleted' && before !== undefined && before.status !== 'deleted') return 'cancel';
  if (after.status !== 'active') return undefined;
  if (kind.endsWith('.renewed') || kind.endsWith('.extended')) return 'renew';
  if (before === undefined) return undefined;
  if (isOtherPlan(before, after)) return 'convert';
  if (after.quantity === before.quantity) return undefined;
  return after.quantity > before.quantity ? 'addQuantity' : 'removeQuantity';
}

const isOtherPlan = (before: Subscription, after: Subscription): boolean =>
  after.productId !== before.productId || after.skuId !== before.skuId || before.isTrial !== after.isTrial || before.term !== after.term;

/** Id of the order that a change of a subscription made: 12 hexadecimal digits. */
export const changeOrderId = (world: World, happening: string, subscriptionId: string): string =>
  new Seeded(`${String(world.options.seed)}/order/${happening}/${subscriptionId}`).uuid().replaceAll('-', '').slice(0, 12);
