import { change, type Outcome, sell, tenantOf } from '../../world/distributors2/at-microsoft.ts';
import { ionLog } from '../../world/distributors2/follow.ts';
import { dueRow } from '../../world/due.ts';
import { ionFacts, ionSubscription } from '../../world/estate/other-distributors.ts';
import { instantAt } from '../../world/estate/times.ts';
import type { IonCustomer, IonLog, IonOrder, IonOrderItem, IonOrderStatus, IonSubscription, Subscription } from '../../world/types.ts';
import { type Change, put, type World } from '../../world/world.ts';
import { planByIds } from '../provider.ts';
import { addOnLines } from './add-ons.ts';
import { valueOf } from './check.ts';

/** Orders go on by themselves, a state at a time. */
export const ionOrderSteps = dueRow('ionOrders', {
  at: (row) => (row.nextAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(row.nextAt)),
  happen: (world, row, atMs) => {
    step(world, row, atMs);
  },
});

function step(world: World, order: IonOrder, atMs: number): void {
  switch (order.status) {
    case 'NEW':
      keep(world, order, 'CONFIRMED', atMs);
      return;
    case 'CONFIRMED':
      keep(world, order, 'IN_PROGRESS', atMs);
      return;
    case 'IN_PROGRESS':
      finish(world, order, atMs);
      return;
    case 'ON_HOLD':
    case 'COMPLETED':
    case 'ERROR':
    case 'CANCELED':
      throw new Error(`Order ${order.id} rests in ${order.status}`);
  }
}

/** `nextAt` stays out of states in which an order rests. */
function keep(world: World, order: IonOrder, status: IonOrderStatus, atMs: number, more: readonly Change[] = []): void {
  const { nextAt: _past, ...rest } = order;
  // At least a millisecond later: time must not stand still at an order.
  const nextMs = atMs + Math.max(1000, world.switch('ion').orderStepSeconds * 1000);
  const goesOn = status === 'CONFIRMED' || status === 'IN_PROGRESS';
  const next: IonOrder = { ...rest, status, updatedAt: instantAt(atMs), ...(goesOn ? { nextAt: instantAt(nextMs) } : {}) };
  world.apply({
    kind: 'distributor.orderMoved',
    actor: { kind: 'system', name: 'Ion' },
    cause: 'time',
    at: instantAt(atMs),
    about: { distributor: 'ion', companyId: order.customerId, orderId: order.id, status },
    changes: [put('ionOrders', next), ...more],
  });
}

function finish(world: World, order: IonOrder, atMs: number): void {
  const { orderEnds } = world.switch('ion');
  const customer = world.tables.ionCustomers.get(order.customerId);
  if (orderEnds === 'onHold') keep(world, order, 'ON_HOLD', atMs);
  else if (orderEnds === 'error' || customer === undefined) keep(world, failed(order, 'The provider refused the order.'), 'ERROR', atMs);
  else carryOut(world, order, customer, atMs);
}

const failed = (order: IonOrder, detail: string): IonOrder => ({
  ...order,
  items: order.items.map((item) => ({ ...item, status: 'ERROR', errors: [{ code: 'PROVISIONING_FAILED', detail }] })),
});

/** Item by item at Microsoft. One that is refused makes the order an ERROR; what was done before stays done. */
function carryOut(world: World, order: IonOrder, customer: IonCustomer, atMs: number): void {
  const at = instantAt(atMs);
  const items = order.items.map((item) => carriedOut(world, customer, item, at));
  const isWhole = items.every((item) => item.status === 'ACTIVE');
  keep(world, { ...order, items }, isWhole ? 'COMPLETED' : 'ERROR', atMs);
}

/** A line and then its add-ons; those that are refused are told as errors of the line. */
function carriedOut(world: World, customer: IonCustomer, item: IonOrderItem, at: string): IonOrderItem {
  const base = done(world, { customer, item, at });
  if ('refused' in base) return { ...item, status: 'ERROR', errors: [{ code: 'PROVISIONING_FAILED', detail: base.refused }] };
  const baseId = world.tables.ionSubscriptions.by('vendorSubscriptionId', base.done.id)[0]?.id;
  const errors = addOnLines(world, item).flatMap((line) => {
    const present = world.tables.ionCustomers.get(customer.id) ?? customer;
    const outcome = done(world, { customer: present, item: line, at, ...(baseId === undefined ? {} : { baseId }) });
    return 'refused' in outcome ? [{ code: 'PROVISIONING_FAILED', detail: outcome.refused }] : [];
  });
  return { ...item, status: errors.length === 0 ? 'ACTIVE' : 'ERROR', errors, resourceId: base.done.id };
}

type Work = { readonly customer: IonCustomer; readonly item: IonOrderItem; readonly at: string; readonly baseId?: string };

function done(world: World, work: Work): Outcome {
  const { customer, item } = work;
  const outcome = item.action === 'CREATE' ? create(world, customer, item) : update(world, item);
  if ('done' in outcome) record(world, work, outcome.done);
  return outcome;
}

function create(world: World, customer: IonCustomer, item: IonOrderItem): Outcome {
  const plan = planByIds(world, item.productId, item.skuId, item.planId);
  if (plan === undefined) return { refused: 'The plan is not sold any more' };
  const { term, billingCycle } = plan.availability;
  const customerId = customer.customerId ?? tenantFor(world, customer, valueOf(item.attributes, 'domainName'));
  return sell(world, 'Ion', { customerId, skuKey: plan.sku.id, quantity: item.quantity, term, billingCycle });
}

/** A customer without a tenant gets the one of the domain in the order. */
function tenantFor(world: World, customer: IonCustomer, domain: string): string {
  const [firstName = '', ...last] = customer.contactName.split(' ');
  const { street: line1, city, state, zip: postalCode, country } = customer.address;
  const tenant = tenantOf(world, 'Ion', {
    domain,
    name: customer.organization,
    address: { line1, city, state, postalCode, country, phone: customer.phone },
    contact: { firstName, lastName: last.join(' '), email: customer.email },
  });
  world.apply({
    kind: 'distributor.tenantLinked',
    actor: { kind: 'system', name: 'Ion' },
    cause: 'ion',
    about: { distributor: 'ion', companyId: customer.id, customerId: tenant.id },
    changes: [put('ionCustomers', { ...customer, customerId: tenant.id })],
  });
  return tenant.id;
}

function update(world: World, item: IonOrderItem): Outcome {
  const id = (item.resourceId ?? '').toLowerCase();
  switch (valueOf(item.attributes, 'operations')) {
    case 'cancelSubscription':
      return change(world, id, 'portal.cancel');
    case 'suspendSubscription':
      return change(world, id, 'portal.suspend');
    case 'resumeSubscription':
      return change(world, id, 'portal.reactivate');
    case 'changeAutoRenew':
      return change(world, id, 'portal.autoRenew', { autoRenew: valueOf(item.attributes, 'autoRenew').toLowerCase() === 'true' });
    default:
      return change(world, id, 'portal.seats', { quantity: wantedSeats(world, id, item.quantity) });
  }
}

const wantedSeats = (world: World, id: string, quantity: number): number =>
  world.switch('ion').updateQuantity === 'total' ? quantity : (world.tables.subscriptions.get(id)?.quantity ?? 0) + quantity;

const actions: Readonly<Record<string, IonLog['action']>> = {
  cancelSubscription: 'CANCEL',
  suspendSubscription: 'SUSPEND',
  resumeSubscription: 'RESUME',
};

/** Ion knows at once what it did itself. */
function record(world: World, work: Work, row: Subscription): void {
  const { customer, item, at } = work;
  const before = world.tables.ionSubscriptions.by('vendorSubscriptionId', row.id)[0];
  const changed = before === undefined ? bought(world, work, row) : { ...before, ...ionFacts(row) };
  const action = actions[valueOf(item.attributes, 'operations')] ?? 'UPDATE';
  const after: IonSubscription =
    before === undefined ? changed : { ...changed, updatedAt: at, logs: [...changed.logs, ionLog(changed, action, at, 'Northwind API')] };
  world.apply({
    kind: before === undefined ? 'distributor.provisioned' : 'distributor.changed',
    actor: { kind: 'system', name: 'Ion' },
    cause: 'ion',
    at,
    about: { distributor: 'ion', companyId: customer.id, subscriptionId: after.id },
    changes: [put('ionSubscriptions', after)],
  });
}

function bought(world: World, { customer, item, baseId }: Work, row: Subscription): IonSubscription {
  const id = String(5001 + world.tables.ionSubscriptions.size);
  return {
    ...ionSubscription(world, row, { id, customerId: customer.id }),
    ...(item.resellerPO === undefined ? {} : { resellerPo: item.resellerPO }),
    ...(item.endCustomerPO === undefined ? {} : { customerPo: item.endCustomerPO }),
    ...(baseId === undefined ? {} : { baseId }),
  };
}

/** A person at the distributor lets a held order go on. */
export function release(world: World, order: IonOrder): void {
  keep(world, order, 'IN_PROGRESS', world.clock.nowMs());
}
