import { describe, expect, test } from 'vitest';
import type { Reading } from '../../lib/sift.ts';
import { WireAuditRecord, WireCustomer, WireSubscription } from './schema.ts';
import { toCustomer, toSubscription } from './translate.ts';
import { toAuditRecord } from './translate-audit.ts';

const id = '924671BA-EAB9-45D7-95ED-DBD9477F182B';
const taken = <T>(reading: Reading<T>): T => {
  if ('item' in reading) return reading.item;
  throw new Error(reading.because);
};
const because = (reading: Reading<unknown>): string => ('because' in reading ? reading.because : 'taken');

const aSubscription = (over: object = {}) =>
  WireSubscription.parse({
    id,
    offerId: 'CFQ7TTC0LH18:0001:CFQ7TTC0K971',
    offerName: 'Microsoft 365 Business Basic',
    quantity: 15,
    status: 'active',
    billingCycle: 'monthly',
    termDuration: 'P1Y',
    effectiveStartDate: '2026-01-14T00:00:00Z',
    commitmentEndDate: '2027-01-13T00:00:00Z',
    ...over,
  });

describe('a subscription', () => {
  test('is known by product, SKU, term and billing frequency', () => {
    expect(taken(toSubscription(aSubscription()))).toMatchObject({
      remoteId: id.toLowerCase(),
      key: { productId: 'CFQ7TTC0LH18', skuId: '0001', term: 'P1Y', frequency: 'monthly' },
      seats: 15,
      startsOn: '2026-01-14',
      endsOn: '2027-01-13',
    });
  });

  test('whose offer id is garbled is known by its link to the SKU', () => {
    const links = { sku: { uri: '/products/CFQ7TTC0LH18/skus/0001?country=US' } };

    expect(taken(toSubscription(aSubscription({ offerId: 'CFQ7TTC0LH18: 001:X', links }))).key).toMatchObject({
      productId: 'CFQ7TTC0LH18',
      skuId: '0001',
    });
  });

  test('of the old kind has its offer as product and no SKU, term or frequency', () => {
    const old = aSubscription({ offerId: '2828be95-46ba-4f91-b2fd-0bef192ecf60', termDuration: undefined, billingCycle: undefined });

    expect(taken(toSubscription(old)).key).toEqual({
      productId: '2828BE95-46BA-4F91-B2FD-0BEF192ECF60',
      skuId: '',
      term: 'none',
      frequency: 'none',
    });
  });

  test.each([
    ['active', 'active'],
    ['Suspended', 'suspended'],
    ['disabled', 'expired'],
    ['deleted', 'cancelled'],
    ['frozen', 'unknown'],
  ])('that is %s there is %s here, and the word is kept', (status, ours) => {
    expect(taken(toSubscription(aSubscription({ status })))).toMatchObject({ status: ours, remoteStatus: status });
  });

  test.each([
    [{ termDuration: 'P6M' }, 'termDuration: is not a term we know: P6M'],
    [{ billingCycle: 'weekly' }, 'billingCycle: is not a billing frequency we know: weekly'],
    [{ commitmentEndDate: '2025-01-01' }, 'commitmentEndDate: is before effectiveStartDate'],
    [{ id: '12345' }, 'id: is not a GUID'],
  ])('with %j is set apart: money would depend on a guess', (over, reason) => {
    expect(because(toSubscription(aSubscription(over)))).toBe(reason);
  });

  test('by use has no seats to compare; one without end has none', () => {
    const usage = taken(toSubscription(aSubscription({ billingType: 'usage', commitmentEndDate: '9999-12-10T00:00:00Z' })));

    expect(usage).toMatchObject({ isUsage: true, endsOn: undefined });
  });

  test('can be cancelled until the day Microsoft names, else until the last refund ends', () => {
    const refundOptions = [{ expiresAt: '2026-01-15T00:00:00Z' }, { expiresAt: '2026-01-21T00:00:00Z' }];

    expect(taken(toSubscription(aSubscription({ refundOptions }))).cancelUntil).toBe('2026-01-21');
    expect(taken(toSubscription(aSubscription({ refundOptions, cancellationAllowedUntilDate: '2026-01-20T23:59:00Z' }))).cancelUntil).toBe(
      '2026-01-20',
    );
  });
});

describe('a customer', () => {
  const aCustomer = (over: object = {}) =>
    WireCustomer.parse({
      id,
      companyProfile: { tenantId: id, domain: 'Contoso.com', companyName: ' Contoso ' },
      relationshipToPartner: 'reseller',
      ...over,
    });

  test('is its tenant, in lower case', () => {
    expect(taken(toCustomer(aCustomer(), 'global'))).toEqual({
      tenantId: id.toLowerCase(),
      cloud: 'global',
      name: 'Contoso',
      domain: 'contoso.com',
      relationship: 'reseller',
    });
  });

  test('with a new kind of relationship stays, as unknown', () => {
    expect(taken(toCustomer(aCustomer({ relationshipToPartner: 'syndication' }), 'global')).relationship).toBe('unknown');
  });

  test('without any tenant id is set apart', () => {
    expect(because(toCustomer(aCustomer({ id: 'x', companyProfile: { tenantId: '<guid>' } }), 'global'))).toBe('id: is not a tenant id');
  });
});

describe('a record of the activity log', () => {
  const aRecord = (over: object = {}) =>
    WireAuditRecord.parse({
      customerId: id,
      resourceType: 'subscription',
      operationType: 'update_subscription',
      operationDate: '2026-11-21T09:00:00Z',
      ...over,
    });

  test('points at the one subscription it names', () => {
    const customizedData = [{ key: 'SubscriptionId-0', value: id }];

    expect(taken(toAuditRecord(aRecord({ customizedData }))).subscriptionRemoteId).toBe(id.toLowerCase());
  });

  test('of several subscriptions points at the customer', () => {
    const customizedData = [
      { key: 'SubscriptionId-0', value: id },
      { key: 'SubscriptionId-1', value: id.replace('9', '8') },
    ];

    expect(taken(toAuditRecord(aRecord({ customizedData })))).toMatchObject({
      subscriptionRemoteId: undefined,
      customerTenantId: id.toLowerCase(),
    });
  });

  test('tells its subscription in the new value, if nowhere else; broken JSON there is no fault', () => {
    expect(taken(toAuditRecord(aRecord({ resourceNewValue: `{"Id":"${id}"}` }))).subscriptionRemoteId).toBe(id.toLowerCase());
    expect(taken(toAuditRecord(aRecord({ resourceNewValue: '{"Id":' }))).subscriptionRemoteId).toBeUndefined();
  });

  test('without id gets the same made-up one each time; without a date it is set apart', () => {
    expect(taken(toAuditRecord(aRecord())).id).toBe(taken(toAuditRecord(aRecord())).id);
    expect(because(toAuditRecord(aRecord({ operationDate: 'then' })))).toContain('operationDate');
  });
});
