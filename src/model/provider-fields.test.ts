import { describe, expect, test } from 'vitest';
import { guid } from '../../test/support/records.ts';
import { providerFields, refusalsOf } from './provider-fields.ts';
import { ProviderRecord } from './provider-record.ts';
import { asksForDelegation } from './relationship-url.ts';

const tenant = guid(7);
const link = (query: string): string => `https://admin.microsoft.com/Adminportal/Home?${query}#/BillingAccounts/partner-invitation`;
const ours = link(`invType=ResellerRelationship&partnerId=${tenant.toUpperCase()}&msppId=0&DAP=false`);

test('the form has every field of the record once, and the record no other', () => {
  expect(providerFields.map(({ name }) => name).sort()).toEqual(Object.keys(ProviderRecord.shape).sort());
});

describe('the reseller relationship link', () => {
  test('of the own partner tenant is taken, however its GUID is written', () => {
    expect(refusalsOf({ resellerRelationshipUrl: ours }, tenant)).toEqual([]);
  });

  test.each([
    [
      'of another partner',
      link(`invType=ResellerRelationship&partnerId=${guid(8)}&msppId=0&DAP=false`),
      'belongs to another partner tenant',
    ],
    ['that names nobody', link('invType=ResellerRelationship'), 'names no partner'],
    ['that asks for something else', link(`invType=Administration&partnerId=${tenant}`), 'asks for a reseller relationship'],
    ['without https', ours.replace('https:', 'http:'), 'begins with https://'],
    ['with a password in it', ours.replace('https://', 'https://me:secret@'), 'begins with https://'],
    ['that is no link', 'partnerId=1', 'begins with https://'],
  ])('%s is refused', (_what, resellerRelationshipUrl, because) => {
    expect(refusalsOf({ resellerRelationshipUrl }, tenant)).toEqual([
      { field: 'resellerRelationshipUrl', detail: expect.stringContaining(because) as string },
    ]);
  });

  test('that also asks for delegated admin privileges is known by it', () => {
    expect([ours, ours.replace('DAP=false', 'DAP=true')].map(asksForDelegation)).toEqual([false, true]);
  });
});

test('a specialization that ends before it begins, and two tolerances for the same, are refused by name', () => {
  const rule = { currency: 'EUR', absolute: '0.5', percent: '0', perUnit: '0' };

  const refusals = refusalsOf(
    {
      azureSpecializations: [{ name: 'Kubernetes', from: '2026-05-01', until: '2026-04-30' }],
      usageMismatchTolerance: [rule, { ...rule, currency: 'USD' }, { ...rule, absolute: '1' }],
    },
    tenant,
  );

  expect(refusals).toEqual([
    { field: 'azureSpecializations', detail: 'has Kubernetes end before it begins' },
    { field: 'usageMismatchTolerance', detail: 'names EUR and any product twice' },
  ]);
});

test.each([
  { country: 'Germany' },
  { currency: 'eur' },
  { billingStartDate: '2020-02-30' },
  { usageMismatchTolerance: [{ absolute: '-1', percent: '0', perUnit: '0' }] },
  { azureSpecializations: [{ name: '', from: '2026-01-01' }] },
  { vat: '1' },
])('%j is no provider record', (given) => {
  expect(ProviderRecord.safeParse(given).success).toBe(false);
});
