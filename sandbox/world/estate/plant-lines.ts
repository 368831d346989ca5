import { Decimal } from '../../../src/lib/decimal.ts';
import { must } from '../../../src/lib/must.ts';
import { auditRecord, subscriptionAudit } from '../audit.ts';
import type { Subscription } from '../types.ts';
import type { Planting } from './planting.ts';
import { partNumber } from './psa.ts';
import type { PlantOf } from './sample-file.ts';
import { monthlyCost, type Sale } from './subscriptions.ts';
import { dayMs, instantAt } from './times.ts';

type LinePlant = PlantOf<'neverBilled' | 'cancelledStillBilled' | 'wrongTerm' | 'belowCost' | 'duplicate' | 'unmapped'>;
type Told = LinePlant['expect'];

/** What is wrong with whole lines of the PSA. */
export function plantLine(planting: Planting, plant: LinePlant, sale: Sale): void {
  if (plant.plant === 'belowCost') belowCost(planting, sale, plant.expect, plant.share);
  else ({ neverBilled, cancelledStillBilled, wrongTerm, duplicate, unmapped })[plant.plant](planting, sale, plant.expect);
}

function neverBilled(planting: Planting, sale: Sale, { kind, story }: Told): void {
  const { books } = planting;
  const { subscription, plan } = sale;
  books.lines.delete(subscription.id);
  planting.note(sale, {
    kind,
    story,
    expected: String(subscription.quantity),
    actual: '0',
    impact: new Decimal(plan.monthly.retail).times(subscription.quantity),
  });
}

function cancelledStillBilled(planting: Planting, sale: Sale, { kind, story }: Told): void {
  const { books } = planting;
  const { subscription } = sale;
  const line = must(books.lines.get(subscription.id), 'line');
  const at = instantAt(Math.min(Date.parse(subscription.effectiveStartAt) + 4 * dayMs, books.startsMs - dayMs));
  const cancelled: Subscription = {
    ...subscription,
    status: 'deleted',
    autoRenew: false,
    cancelledAt: at,
    modifiedAt: at,
    version: subscription.version + 1,
  };
  books.sales.set(subscription.id, { ...sale, subscription: cancelled });
  const bought = books.bought.get(subscription.id);
  if (bought !== undefined) books.bought.set(subscription.id, { ...bought, status: 'Cancelled', endDate: at, updatedAt: at });
  books.audit.push(
    auditRecord({
      account: subscription.accountId === books.accounts.direct.id ? books.accounts.direct : books.accounts.reseller,
      customer: sale.customer.customer,
      resourceId: subscription.id,
      resourceType: 'subscription',
      operationType: 'update_subscription',
      at,
      oldValue: subscriptionAudit(subscription),
      newValue: subscriptionAudit(cancelled),
      correlationId: sale.customer.random.uuid(),
    }),
  );
  planting.note(sale, {
    kind,
    story,
    expected: '0',
    actual: line.quantity,
    impact: new Decimal(line.unitPrice).times(line.quantity).negated(),
  });
}

function wrongTerm(planting: Planting, sale: Sale, { kind, story }: Told): void {
  const { books } = planting;
  const { subscription, plan } = sale;
  const line = must(books.lines.get(subscription.id), 'line');
  const monthlyPlan = books.catalogue.planOf(plan.skuKey, 'P1M', 'monthly');
  const service = must(books.services.get(partNumber(monthlyPlan)), 'service');
  const right = must(books.services.get(partNumber(plan)), 'service');
  books.lines.set(subscription.id, {
    ...line,
    catalogItemId: service.id,
    description: service.description,
    unitPrice: monthlyPlan.monthly.retail,
    unitCost: monthlyCost({ ...sale, plan: monthlyPlan }),
  });
  planting.note(sale, {
    kind,
    story,
    expected: right.identifier,
    actual: service.identifier,
    impact: new Decimal(plan.monthly.retail).minus(monthlyPlan.monthly.retail).times(subscription.quantity),
  });
}

function belowCost(planting: Planting, sale: Sale, { kind, story }: Told, share: string): void {
  const { books } = planting;
  const { subscription } = sale;
  const line = must(books.lines.get(subscription.id), 'line');
  const cost = new Decimal(line.unitCost);
  const price = cost.times(share).toDecimalPlaces(2, Decimal.ROUND_DOWN);
  books.lines.set(subscription.id, { ...line, unitPrice: price.toFixed(2) });
  planting.note(sale, {
    kind,
    story,
    expected: `>= ${line.unitCost}`,
    actual: price.toFixed(2),
    impact: cost.minus(price).times(subscription.quantity),
  });
}

function duplicate(planting: Planting, sale: Sale, { kind, story }: Told): void {
  const { books } = planting;
  const line = must(books.lines.get(sale.subscription.id), 'line');
  const second = { ...line, id: books.nextLineId, sequenceNumber: line.sequenceNumber + 100, enteredBy: 'jdoe', updatedBy: 'jdoe' };
  books.nextLineId += 1;
  books.extraLines.push(second);
  planting.note(sale, {
    kind,
    story,
    expected: line.quantity,
    actual: `${line.quantity} twice`,
    impact: new Decimal(line.unitPrice).times(line.quantity).negated(),
    psaAdditionIds: [line.id, second.id],
  });
}

function unmapped(planting: Planting, sale: Sale, { kind, story }: Told): void {
  const { subscription, plan } = sale;
  planting.note(sale, {
    kind,
    story,
    expected: String(subscription.quantity),
    actual: '0',
    impact: new Decimal(plan.monthly.retail).times(subscription.quantity),
  });
}
