import { Decimal } from '../../../src/lib/decimal.ts';
import { must } from '../../../src/lib/must.ts';
import { auditRecord, subscriptionAudit } from '../audit.ts';
import type { Subscription } from '../types.ts';
import type { Books } from './books.ts';
import type { Planting } from './planting.ts';
import type { PlantOf } from './sample-file.ts';
import type { Sale } from './subscriptions.ts';
import { dayMs, instantAt } from './times.ts';

type SeatPlant = PlantOf<'seatsAdded' | 'seatsReduced'>;

/** Seats changed in the portal that nobody told the PSA about. The distributor knows where one is involved. */
export function plantSeats(planting: Planting, plant: SeatPlant, sale: Sale): void {
  if (plant.plant === 'seatsAdded') seatsAdded(planting, sale, plant);
  else seatsReduced(planting, sale, plant);
}

const storyOf = ({ expect, seats }: SeatPlant): string => expect.story.replace('{seats}', String(seats));

function seatsAdded(planting: Planting, sale: Sale, plant: SeatPlant): void {
  const added = plant.seats;
  const { books } = planting;
  const { subscription } = sale;
  const line = must(books.lines.get(subscription.id), 'line');
  const before = subscription.quantity - added;
  const changedMs = Math.max(books.startsMs - 5 * dayMs, Date.parse(subscription.effectiveStartAt) + dayMs / 2);
  books.lines.set(subscription.id, { ...line, quantity: String(before) });
  changeSeats(books, sale, { before, now: subscription.quantity, changedMs });
  planting.note(sale, {
    kind: plant.expect.kind,
    story: storyOf(plant),
    expected: String(subscription.quantity),
    actual: String(before),
    impact: new Decimal(line.unitPrice).times(added),
  });
}

function seatsReduced(planting: Planting, sale: Sale, plant: SeatPlant): void {
  const removed = plant.seats;
  const { books } = planting;
  const { subscription } = sale;
  const line = must(books.lines.get(subscription.id), 'line');
  const before = subscription.quantity + removed;
  books.lines.set(subscription.id, { ...line, quantity: String(before) });
  changeSeats(books, sale, { before, now: subscription.quantity, changedMs: Date.parse(subscription.effectiveStartAt) + 2 * dayMs });
  planting.note(sale, {
    kind: plant.expect.kind,
    story: storyOf(plant),
    expected: String(subscription.quantity),
    actual: String(before),
    impact: new Decimal(line.unitPrice).times(-removed),
  });
}

type SeatChange = { readonly before: number; readonly now: number; readonly changedMs: number };

/** Gives the subscription the history of a seat change: batches, the distributor's earlier state, the audit record. */
function changeSeats(books: Books, sale: Sale, { before, now, changedMs }: SeatChange): void {
  const at = instantAt(changedMs);
  const { subscription } = sale;
  const changed: Subscription = {
    ...subscription,
    seatBatches: batches(subscription, before, now, at, changedMs),
    modifiedAt: at,
    version: subscription.version + 1,
  };
  books.sales.set(subscription.id, { ...sale, subscription: changed });
  const bought = books.bought.get(subscription.id);
  if (bought !== undefined) {
    const { price, billingTerm, status, startDate, billingStart, updatedAt } = bought;
    books.bought.set(subscription.id, {
      ...bought,
      updatedAt: at,
      history: [{ quantity: before, price, billingTerm, status, startDate, billingStart, updatedAt }],
    });
  }
  const account = subscription.accountId === books.accounts.direct.id ? books.accounts.direct : books.accounts.reseller;
  books.audit.push(
    auditRecord({
      account,
      customer: sale.customer.customer,
      resourceId: subscription.id,
      resourceType: 'subscription',
      operationType: 'update_subscription',
      at,
      oldValue: subscriptionAudit({ ...subscription, quantity: before }),
      newValue: subscriptionAudit(changed),
      correlationId: sale.customer.random.uuid(),
    }),
  );
}

function batches(subscription: Subscription, before: number, now: number, at: string, changedMs: number): Subscription['seatBatches'] {
  const [first] = subscription.seatBatches;
  if (first === undefined) return [];
  if (now < before) return [{ ...first, quantity: now }];
  return [
    { ...first, quantity: before },
    { quantity: now - before, addedAt: at, refundableUntil: instantAt(changedMs + 7 * dayMs) },
  ];
}
