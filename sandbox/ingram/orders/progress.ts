import { textOf } from '../../sent-body.ts';
import { change, type Outcome, sell, tenantOf } from '../../world/distributors2/at-microsoft.ts';
import { saleOf, withQuantity } from '../../world/distributors2/follow.ts';
import { dueRow } from '../../world/due.ts';
import { ingramPlan, ingramSubscription } from '../../world/estate/other-distributors.ts';
import { instantAt } from '../../world/estate/times.ts';
import type {
  Customer,
  IngramCustomer,
  IngramItem,
  IngramOrder,
  IngramOrderLine,
  IngramSubscription,
  Subscription,
} from '../../world/types.ts';
import { type Change, put, type World } from '../../world/world.ts';
import { itemsOf } from '../subscriptions.ts';
import { become } from './become.ts';
import { seatsAfter, sentOf } from './draft.ts';
import { migrated } from './migrate.ts';

/** Orders go on by themselves: submitted, processing, then completed or error. */
export const ingramOrderSteps = dueRow('ingramOrders', {
  at: (row) => (row.nextAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(row.nextAt)),
  happen: (world, row, atMs) => {
    if (row.status === 'submitted') keep(world, row, 'processing', atMs);
    else finish(world, row, atMs);
  },
});

function keep(world: World, order: IngramOrder, status: 'processing' | 'completed' | 'error', atMs: number): void {
  const { nextAt: _past, ...rest } = order;
  const at = instantAt(atMs);
  const nextAt = instantAt(atMs + Math.max(1, world.switch('ingram').orderStepSeconds) * 1000);
  const row: IngramOrder = {
    ...rest,
    status,
    ...(status === 'processing' ? { nextAt } : {}),
    ...(status === 'completed' ? { provisionedAt: at } : {}),
  };
  world.apply({
    kind: 'distributor.orderMoved',
    actor: { kind: 'system', name: 'Ingram' },
    cause: 'time',
    at,
    about: { distributor: 'ingram', companyId: order.customerId, orderId: order.id, status },
    changes: [put('ingramOrders', row)],
  });
}

/** What Microsoft refuses ends as error; the reason is not told by the API. */
function finish(world: World, order: IngramOrder, atMs: number): void {
  const isTaken = world.switch('ingram').orderEnds === 'completed';
  const subscriptionId = isTaken ? carriedOut(world, order, instantAt(atMs)) : undefined;
  if (subscriptionId === undefined) keep(world, order, 'error', atMs);
  else keep(world, { ...order, subscriptionId }, 'completed', atMs);
}

/** The subscription that the order is about; undefined when it was refused. */
function carriedOut(world: World, order: IngramOrder, at: string): string | undefined {
  if (order.type === 'sales') return bought(world, order);
  if (order.type === 'migration') return takenOver(world, order);
  const holder = world.tables.ingramSubscriptions.get(order.subscriptionId ?? '');
  if (holder === undefined) return undefined;
  const items = order.lines.flatMap((line) => itemsOf(world, holder).find((item) => item.productId === line.productId) ?? []);
  for (const [index, item] of items.entries()) {
    const line = order.lines[index];
    const outcome = line === undefined ? undefined : changed(world, order, item, line);
    if (outcome === undefined || 'refused' in outcome) return undefined;
    record(world, order, item, outcome.done, at);
  }
  return holder.id;
}

function changed(world: World, order: IngramOrder, item: IngramItem, line: IngramOrderLine): Outcome {
  const id = item.vendorSubscriptionId;
  if (order.type === 'cancellation') return change(world, id, 'portal.cancel');
  if (order.type === 'renewal') return change(world, id, 'portal.autoRenew', { autoRenew: true });
  if (line.becomes !== undefined) {
    const atRenewal = textOf(sentOf(order.sent)['scheduledOn']) === 'renewal';
    return become(world, item, line.becomes, { term: order.term, atRenewal });
  }
  return change(world, id, 'portal.seats', { quantity: seatsAfter(world, item, line.quantity) });
}

/** The marketplace knows at once what it did itself. */
function record(world: World, order: IngramOrder, item: IngramItem, row: Subscription, at: string): void {
  const holder = world.tables.ingramSubscriptions.get(item.subscriptionId);
  if (holder === undefined) return;
  const isEnded = row.status === 'deleted';
  const known = { ...item, ...saleOf(world, item, row) };
  const next = { ...withQuantity(known, row.quantity, at), seenVersion: row.version, ...(isEnded ? { endedAt: at } : {}) };
  const othersRun = itemsOf(world, holder).some((one) => one.id !== item.id && one.endedAt === undefined);
  const status: IngramSubscription['status'] = isEnded && !othersRun ? 'terminated' : holder.status;
  keepBook(world, order, at, [
    put('ingramItems', next),
    put('ingramSubscriptions', {
      ...holder,
      ...(othersRun ? {} : ingramPlan(row)),
      status,
      renewalStatus: row.autoRenew,
      endAt: row.commitmentEndAt,
      updatedAt: at,
    }),
  ]);
}

function keepBook(world: World, order: IngramOrder, at: string, changes: readonly Change[]): void {
  world.apply({
    kind: order.type === 'sales' || order.type === 'migration' ? 'distributor.provisioned' : 'distributor.changed',
    actor: { kind: 'system', name: 'Ingram' },
    cause: 'ingram',
    at,
    about: { distributor: 'ingram', companyId: order.customerId, orderId: order.id },
    changes,
  });
}

function bought(world: World, order: IngramOrder): string | undefined {
  const company = world.tables.ingramCustomers.get(order.customerId);
  const tenant = company === undefined ? undefined : tenantFor(world, company, order);
  if (company === undefined || tenant === undefined) return undefined;
  const rows: Subscription[] = [];
  for (const line of order.lines) {
    const { term, billingCycle } = order;
    const outcome = sell(world, 'Ingram', { customerId: tenant.id, skuKey: line.mpn, quantity: line.quantity, term, billingCycle });
    if ('done' in outcome) rows.push(outcome.done);
  }
  // What Microsoft took stays bought, even when another line was refused.
  const id = String(1_000_201 + world.tables.ingramSubscriptions.size);
  const made = ingramSubscription(world, rows, { id, company, customer: tenant });
  if (made.length > 0) keepBook(world, order, world.now(), [...made, put('ingramCustomers', { ...company, customerId: tenant.id })]);
  return rows.length === order.lines.length ? id : undefined;
}

/** What stood at Microsoft before is in the marketplace's books from now on. */
function takenOver(world: World, order: IngramOrder): string | undefined {
  const company = world.tables.ingramCustomers.get(order.customerId);
  const customer = company === undefined ? undefined : tenantFor(world, company, order);
  if (company === undefined || customer === undefined) return undefined;
  const id = String(1_000_201 + world.tables.ingramSubscriptions.size);
  const changes = migrated(world, order, { id, company, customer });
  if (changes === undefined) return undefined;
  keepBook(world, order, world.now(), changes);
  return id;
}

/** The tenant named in the order's parameters, else the one that the customer has. An existing tenant that nobody knows is an error. */
function tenantFor(world: World, company: IngramCustomer, order: IngramOrder): Customer | undefined {
  const value = (name: string): string => order.lines.flatMap((line) => line.parameters).find((one) => one.name === name)?.value ?? '';
  const [id, domain] = [value('microsoft_tenant_id').toLowerCase(), value('microsoft_domain').toLowerCase()];
  if (id !== '') return world.tables.customers.get(id);
  if (company.customerId !== undefined && value('tenant_preference') !== 'new') return world.tables.customers.get(company.customerId);
  const [contact] = company.contacts;
  if (!domain.endsWith('.onmicrosoft.com') || contact === undefined) return undefined;
  const { streetAddress: line1, city, state, postalCode, countryCode: country } = company.address;
  return tenantOf(world, 'Ingram', {
    domain,
    name: company.name,
    address: { line1, city, state, postalCode, country, phone: contact.phoneNumber },
    contact: { firstName: contact.firstName, lastName: contact.lastName, email: contact.email },
  });
}
