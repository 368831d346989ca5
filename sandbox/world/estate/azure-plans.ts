import { Seeded } from '../../../src/lib/seeded.ts';
import type { Subscription } from '../types.ts';
import type { World } from '../world.ts';
import { dayMs, instantAt } from './times.ts';

const noEnd = '9999-12-31T23:59:59Z';

/** Which customers of the accounts beside the sample have an Azure plan, by their place. */
const buyers: Readonly<Record<string, readonly number[]>> = { 'pc-3': [0, 2, 4], 'pc-4': [0] };

/** Azure plans of customers outside the sample estate; what they use follows from seed and day (sandbox/usage). */
export function* azurePlans(world: World): Generator<Subscription> {
  const { seed, startsAt } = world.options;
  for (const [accountId, places] of Object.entries(buyers)) {
    const account = world.tables.partnerAccounts.get(accountId);
    const customers = world.tables.relationships.by('accountId', accountId);
    for (const place of places) {
      const customerId = customers[place]?.customerId;
      if (account === undefined || customerId === undefined) continue;
      const random = new Seeded(`${String(seed)}/azurePlan/${customerId}`);
      const start = instantAt(Date.parse(startsAt) - random.int(90, 300) * dayMs);
      yield planRow(random, { accountId, customerId, currency: account.currency, start });
    }
  }
}

type Bought = { readonly accountId: string; readonly customerId: string; readonly currency: string; readonly start: string };

const planRow = (random: Seeded, { accountId, customerId, currency, start }: Bought): Subscription => ({
  id: random.uuid(),
  accountId,
  customerId,
  productId: 'DZH318Z0BPS6',
  skuId: '0001',
  availabilityId: 'DZH318Z0DQP0',
  offerName: 'Microsoft Azure plan',
  friendlyName: 'Azure plan',
  quantity: 1,
  seatBatches: [{ quantity: 1, addedAt: start, refundableUntil: start }],
  term: 'P1M',
  billingCycle: 'monthly',
  status: 'active',
  autoRenew: false,
  isTrial: false,
  createdAt: start,
  effectiveStartAt: start,
  commitmentEndAt: noEnd,
  billingCycleEndAt: noEnd,
  cancellationAllowedUntil: start,
  orderId: random.uuid().replaceAll('-', '').slice(0, 12),
  unitPrice: '0.00',
  currency,
  modifiedAt: start,
  version: 1,
});
