import { parseDecimal } from '../../src/lib/decimal.ts';
import { release } from '../td-synnex/orders/progress.ts';
import { ionLog, withQuantity } from '../world/distributors2/follow.ts';
import { openIngram, openIon } from '../world/distributors2/open.ts';
import type { IngramItem, IonSubscription } from '../world/types.ts';
import { put, type World } from '../world/world.ts';
import { type Act, type Acted, flagIn, textIn, wholeIn } from './act.ts';

const support = (name: string) => ({ kind: 'user', name: `${name} support` }) as const;

/** Amounts as text, or why not. */
function amounts<Name extends string>(
  input: Readonly<Record<string, unknown>>,
  names: readonly Name[],
): Partial<Record<Name, string>> | { readonly refused: string } {
  const found: Partial<Record<Name, string>> = {};
  for (const name of names) {
    const value = textIn(input, name);
    if (value === undefined) continue;
    if (parseDecimal(value) === undefined) return { refused: `${name} is no number` };
    found[name] = value;
  }
  return found;
}

const statuses: readonly IonSubscription['status'][] = ['active', 'pending', 'suspended', 'cancelled', 'expired', 'disabled'];

/** {orderId, release: true}: a held order goes on. */
function releaseOrder(world: World, orderId: string): Acted {
  const order = world.tables.ionOrders.get(orderId);
  if (order?.status !== 'ON_HOLD') return { refused: 'there is no held order of that orderId' };
  release(world, order);
  return { done: world.tables.ionOrders.get(orderId) };
}

/** {subscriptionId (Ion's or Microsoft's), quantity?, cost?, price?, status?} the distributor's own mistake; or {orderId, release: true}. */
const editIon: Act = (world, input) => {
  openIon(world);
  const orderId = textIn(input, 'orderId');
  if (orderId !== undefined && flagIn(input, 'release') === true) return releaseOrder(world, orderId);
  const id = (textIn(input, 'subscriptionId') ?? '').toLowerCase();
  const row = world.tables.ionSubscriptions.get(id) ?? world.tables.ionSubscriptions.by('vendorSubscriptionId', id)[0];
  if (row === undefined) return { refused: 'unknown subscriptionId' };
  const money = amounts(input, ['cost', 'price']);
  if ('refused' in money) return money;
  const status = statuses.find((one) => one === textIn(input, 'status')) ?? row.status;
  const edited: IonSubscription = {
    ...row,
    ...money,
    quantity: wholeIn(input, 'quantity') ?? row.quantity,
    status,
    updatedAt: world.now(),
  };
  const done: IonSubscription = { ...edited, logs: [...row.logs, ionLog(edited, 'UPDATE', world.now(), 'Ion support')] };
  world.apply({
    kind: 'distributor.edited',
    actor: support('Ion'),
    cause: 'screen',
    about: { distributor: 'ion', subscriptionId: row.id },
    changes: [put('ionSubscriptions', done)],
  });
  return { done };
};

/** {subscriptionId (the item's at Microsoft, or `subscription:product` of the marketplace), quantity?, unitCost?, unitPrice?}: its own mistake. */
const editIngram: Act = (world, input) => {
  openIngram(world);
  const id = textIn(input, 'subscriptionId') ?? '';
  const row: IngramItem | undefined =
    world.tables.ingramItems.get(id) ?? world.tables.ingramItems.by('vendorSubscriptionId', id.toLowerCase())[0];
  const holder = row === undefined ? undefined : world.tables.ingramSubscriptions.get(row.subscriptionId);
  if (row === undefined || holder === undefined) return { refused: 'unknown subscriptionId' };
  const money = amounts(input, ['unitCost', 'unitPrice']);
  if ('refused' in money) return money;
  const done: IngramItem = { ...withQuantity(row, wholeIn(input, 'quantity') ?? row.quantity, world.now()), ...money };
  world.apply({
    kind: 'distributor.edited',
    actor: support('Ingram'),
    cause: 'screen',
    about: { distributor: 'ingram', subscriptionId: holder.id },
    changes: [put('ingramItems', done), put('ingramSubscriptions', { ...holder, updatedAt: world.now() })],
  });
  return { done };
};

export const distributor2Acts: Readonly<Record<string, Act>> = { 'ion.edit': editIon, 'ingram.edit': editIngram };
