import type { Subscription } from './types.ts';

// For tests: a yearly subscription of 25 seats, a day old at 2026-11-21T10:00:00Z.

export const aWorldSubscription = (over: Partial<Subscription> = {}): Subscription => ({
  id: 'e0000000-0000-4000-8000-000000000001',
  accountId: 'pc-1',
  customerId: '11111111-2222-4333-8444-555555555555',
  productId: 'CFQ7TTC0LCHC',
  skuId: '0002',
  availabilityId: 'CFQ7TTC0K',
  offerName: 'Microsoft 365 Business Premium',
  friendlyName: 'Everybody',
  quantity: 25,
  seatBatches: [{ quantity: 25, addedAt: '2026-11-20T09:30:00Z', refundableUntil: '2026-11-27T09:30:00Z' }],
  term: 'P1Y',
  billingCycle: 'monthly',
  status: 'active',
  autoRenew: true,
  isTrial: false,
  createdAt: '2026-11-20T09:30:00Z',
  effectiveStartAt: '2026-11-20T09:30:00Z',
  commitmentEndAt: '2027-11-19T23:59:59Z',
  cancellationAllowedUntil: '2026-11-27T09:30:00Z',
  billingCycleEndAt: '2026-12-19T23:59:59Z',
  orderId: 'order-1',
  unitPrice: '22.00',
  currency: 'USD',
  modifiedAt: '2026-11-20T09:30:00Z',
  version: 1,
  ...over,
});
