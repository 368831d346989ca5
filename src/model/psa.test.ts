import { describe, expect, test } from 'vitest';
import { isLive } from './psa.ts';
import { isCharged, productKeyText, SubscriptionStatus } from './subscription.ts';

// psa reference 3.4: live when effectiveDate <= day and (cancelledDate empty or > day); the dates are the authority.
describe('a line of an agreement is billed on a day', () => {
  test.each([
    ['without dates', undefined, undefined, '2026-11-21', true],
    ['that begins later', '2026-11-22', undefined, '2026-11-21', false],
    ['on its first day', '2026-11-21', undefined, '2026-11-21', true],
    ['long after it began', '2020-01-01', undefined, '2026-11-21', true],
    ['before its end', '2026-01-01', '2026-11-22', '2026-11-21', true],
    ['on the day it was cancelled', '2026-01-01', '2026-11-21', '2026-11-21', false],
    ['after its end', '2026-01-01', '2026-10-31', '2026-11-21', false],
    ['cancelled for a future day', undefined, '2027-01-01', '2026-12-31', true],
    ['cancelled before it began', '2026-11-21', '2026-11-20', '2026-11-21', false],
    ['over the turn of the year', '2026-12-31', '2027-01-02', '2027-01-01', true],
  ])('a line %s', (_what, fromOn, cancelledOn, day, live) => {
    expect(isLive({ fromOn, cancelledOn }, day)).toBe(live);
  });
});

// bench rules; partner-center-api reference 8.4: a suspended subscription is charged on.
describe('money is owed for a subscription', () => {
  const charged: readonly SubscriptionStatus[] = ['active', 'suspended'];
  test.each(SubscriptionStatus.options.map((status) => [status, charged.includes(status)] as const))('that is %s: %s', (status, owed) => {
    expect(isCharged(status)).toBe(owed);
  });
});

describe('one product', () => {
  const key = { productId: 'CFQ7TTC0LCHC', skuId: '0002', term: 'P1Y', frequency: 'monthly' } as const;

  test('has one key over all books', () => {
    expect(productKeyText(key)).toBe('CFQ7TTC0LCHC:0002|P1Y|monthly');
  });

  test.each([
    ['product', { productId: 'CFQ7TTC0LH18' }],
    ['SKU', { skuId: '0001' }],
    ['term', { term: 'P1M' }],
    ['billing frequency', { frequency: 'annual' }],
  ] as const)('another %s is another product', (_what, other) => {
    expect(productKeyText({ ...key, ...other })).not.toBe(productKeyText(key));
  });
});
