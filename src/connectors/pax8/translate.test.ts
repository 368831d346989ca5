import { describe, expect, test } from 'vitest';
import { WireCompany, WireSubscription } from './schema.ts';
import { toAccount, toSubscription } from './translate.ts';

const today = '2026-11-21';
const aSubscription = (over: object = {}) =>
  WireSubscription.parse({
    id: 's',
    companyId: 'c',
    productId: 'p',
    quantity: 5,
    status: 'Active',
    billingTerm: 'Monthly',
    billingStart: '2026-01-01',
    commitmentTerm: { term: '1-Year', endDate: '2026-12-31T00:00:00Z' },
    ...over,
  });
const of = (over: object) => toSubscription(aSubscription(over), today);

describe('term and frequency', () => {
  test.each([
    [{ commitmentTerm: { term: '1-Year' }, billingTerm: 'Monthly' }, 'P1Y', 'monthly'],
    [{ commitmentTerm: { term: '3 Year' }, billingTerm: 'Annual' }, 'P3Y', 'annual'],
    [{ commitmentTerm: { term: 'Monthly' }, billingTerm: 'monthly' }, 'P1M', 'monthly'],
    [{ commitmentTerm: { term: '2-Year' }, billingTerm: '2-Year' }, 'P2Y', 'biennial'],
    [{ commitmentTerm: null, billingTerm: 'One-Time' }, 'none', 'oneTime'],
  ])('%j', (over, term, frequency) => {
    expect(of(over)).toMatchObject({ item: { term, frequency } });
  });

  test('words we do not know set the record apart', () => {
    expect(of({ billingTerm: 'Weekly' })).toEqual({ because: 'billingTerm: is not a billing term we know: Weekly' });
    expect(of({ commitmentTerm: { term: '5-Year' } })).toEqual({ because: 'commitmentTerm.term: is not a term we know: 5-Year' });
  });
});

describe('what is charged is told by dates', () => {
  test.each([
    ['Active', {}, 'active'],
    ['Activated', {}, 'active'],
    ['PendingCancel', { endDate: '2026-12-31' }, 'active'],
    ['PendingCancel', { endDate: '2026-11-21' }, 'cancelled'],
    ['PendingAutomated', { billingStart: '2026-12-01' }, 'pending'],
    ['PendingAutomated', {}, 'active'],
    ['WaitingForDetails', { billingStart: null, startDate: null }, 'pending'],
    ['Cancelled', {}, 'cancelled'],
    ['Converted', {}, 'cancelled'],
    ['Hibernating', {}, 'unknown'],
  ])('%s with %j is %s', (status, over, ours) => {
    expect(of({ status, ...over })).toMatchObject({ item: { status: ours, remoteStatus: status } });
  });
});

test('a field that Pax8 adds, in the record or inside it, changes nothing of what is read', () => {
  expect(
    of({ sustainabilityScore: { value: 7 }, commitmentTerm: { term: '1-Year', endDate: '2026-12-31T00:00:00Z', renewedBy: 'x' } }),
  ).toEqual(of({}));
});

test('amounts keep their digits and Microsoft\u2019s id is in lower case', () => {
  expect(
    of({ partnerCost: '557.280', price: 663.48, currencyCode: 'usd', vendorSubscriptionId: '{A356AC8C-E310-44F4-BF85-C7F29044AF99}' }),
  ).toMatchObject({
    item: { unitCost: '557.28', unitPrice: '663.48', currency: 'USD', microsoftId: 'a356ac8c-e310-44f4-bf85-c7f29044af99' },
  });
});

test('an end before the start is set apart', () => {
  expect(of({ startDate: '2026-05-01', endDate: '2026-04-01' })).toEqual({ because: 'endDate: is before startDate' });
});

test('the free id of a company counts as a tenant only when it is a GUID', () => {
  const account = (externalId: string) =>
    toAccount(WireCompany.parse({ id: 'c', name: 'A', website: 'https://www.A.example/x', externalId }));

  expect(account('A123')).toEqual({
    item: { remoteId: 'c', name: 'A', domain: 'a.example', tenantIds: [], externalRef: 'A123', active: true },
  });
  expect(account('5F43EE6D-937D-4CDD-8965-959043678CAD')).toMatchObject({ item: { tenantIds: ['5f43ee6d-937d-4cdd-8965-959043678cad'] } });
});
