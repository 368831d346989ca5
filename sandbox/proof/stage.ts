import { must } from '../../src/lib/must.ts';
import type { TestSandbox } from '../testing.ts';
import type { Subscription } from '../world/types.ts';
import { put } from '../world/world.ts';
import { someone } from './asks.ts';

// What people and time do between the calls of a case: by the control API, as anybody would who tries the sandbox.

async function done(answer: Promise<{ readonly status: number; readonly body: unknown }>): Promise<unknown> {
  const { status, body } = await answer;
  if (status >= 300) throw new Error(`The control API answered ${String(status)}: ${JSON.stringify(body).slice(0, 300)}`);
  return body;
}

/** Somebody acts in a remote's own pages: `act(box, 'portal.suspend', { subscriptionId })`. */
export const act = (box: TestSandbox, action: string, input: object = {}): Promise<unknown> =>
  done(box.send('POST', 'act', { action, ...input }));

/** Turns members of one group of switches; null sets one back. */
export const turn = (box: TestSandbox, group: string, members: object): Promise<unknown> =>
  done(box.send('POST', `switches/${group}`, members));

/** Time passes: seconds, or `P1D`. */
export const later = (box: TestSandbox, step: number | string): Promise<unknown> => done(box.send('POST', 'clock', { step }));

/** A subscription of the old commerce for the usual customer: `legacy(box, { offer, quantity, daysAgo, parent })`. */
export async function legacy(box: TestSandbox, over: object = {}): Promise<Subscription> {
  const sold = { customer: someone(box).customerId, account: 'pc-1', offer: e3, quantity: 12, daysAgo: 100, ...over };
  return (await act(box, 'portal.layLegacy', sold)) as Subscription; // What this act answers.
}

export const e3 = '796B6B5F-613C-4E24-A17C-EBA730D49C02';
export const e1 = '195416C1-3447-423A-B37B-EE59A99A19C4';
export const archiving = '2828BE95-46BA-4F91-B2FD-0BEF192ECF60';

/** A subscription of the usual customer to something in the catalogue that the estate does not have, bought yesterday. */
export function laid(box: TestSandbox, sku: string, over: Partial<Subscription> = {}): Subscription {
  const { world } = box.sandbox;
  const model = must(world.tables.subscriptions.get(someone(box).subscriptionId), 'subscription');
  const { nextTerm: _next, nextBillingCycle: _cycle, promotionId: _promotion, ...plain } = model;
  const { productId, skuId, availabilityId, term, billingCycle } = must(world.tables.availabilities.by('sku', sku)[0], sku);
  const offerName = must(world.tables.skus.get(sku), sku).title;
  const at = (days: number): string => new Date(world.clock.nowMs() + days * 86_400_000).toISOString().replace('.000', '');
  const row: Subscription = {
    ...plain,
    ...{ productId, skuId, availabilityId, term, billingCycle, offerName, friendlyName: offerName },
    id: world.newId(),
    orderId: world.newId().replaceAll('-', '').slice(0, 12),
    quantity: 1,
    createdAt: at(-1),
    effectiveStartAt: at(-1),
    commitmentEndAt: at(364),
    cancellationAllowedUntil: at(6),
    billingCycleEndAt: at(29),
    seatBatches: [{ quantity: 1, addedAt: at(-1), refundableUntil: at(6) }],
    ...over,
  };
  world.apply({ kind: 'test.laid', actor: { kind: 'control', name: 'proof' }, cause: 'proof', changes: [put('subscriptions', row)] });
  return row;
}
