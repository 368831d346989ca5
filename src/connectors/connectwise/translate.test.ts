import { describe, expect, test } from 'vitest';
import { siteOf } from './codebase.ts';
import { hostOf, nextId } from './link-header.ts';
import { WireAddition, WireAgreement, WireCatalogItem, WireCompany } from './schema.ts';
import { toAccount, toAgreement, toLine, toService } from './translate.ts';

const agreement = { remoteId: '3', accountRemoteId: '19' };
const addition = (over: object = {}) =>
  WireAddition.parse({ id: 501, product: { id: 5 }, quantity: '25.0', unitPrice: '22.00', billCustomer: 'Billable', ...over });
const line = (over: object = {}) => toLine(addition(over), agreement);
const version = (over: object = {}) => {
  const reading = line(over);
  return 'item' in reading ? reading.item.version : reading.because;
};

describe('a line', () => {
  test('has exact amounts and no date where ConnectWise sends an empty text', () => {
    expect(line({ cancelledDate: '', effectiveDate: '2026-01-01T00:00:00Z' })).toMatchObject({
      item: { quantity: '25', unitPrice: '22', unitCost: '0', fromOn: '2026-01-01', cancelledOn: undefined, accountRemoteId: '19' },
    });
  });

  test.each(['NoCharge', 'DoNotBill'])('with %s brings no money', (billCustomer) => {
    expect(line({ billCustomer })).toMatchObject({ item: { isBilled: false } });
  });

  test('carries the subscription of its custom field in lower case; a field without a value says nothing', () => {
    const field = (value?: string) => ({
      customFields: [{ id: 4, caption: 'Vendor subscription id', ...(value === undefined ? {} : { value }) }],
    });

    expect(line(field('ABC-1'))).toMatchObject({ item: { vendorSubscriptionId: 'abc-1' } });
    expect(line(field())).toMatchObject({ item: { vendorSubscriptionId: undefined } });
  });

  test('that ends before it starts, or is of another agreement, is set apart', () => {
    expect(line({ effectiveDate: '2026-02-01', cancelledDate: '2026-01-01' })).toHaveProperty('because');
    expect(line({ agreementId: 4 })).toHaveProperty('because');
  });

  test('changes its version when a person changes it, not when ConnectWise reckons', () => {
    const before = version({ taxableFlag: true });

    expect(
      version({ taxableFlag: true, quantity: 25, billedQuantity: 25, extPrice: 1, _info: { lastUpdated: 'x' }, additionStatus: 'Active' }),
    ).toBe(before);
    expect(version({ taxableFlag: true, quantity: '26' })).not.toBe(before);
    expect(version({ taxableFlag: true, invoiceDescription: 'x' })).not.toBe(before);
    expect(version({ taxableFlag: true, unitOfOurs: 'new member' })).not.toBe(before);
  });
});

test.each([
  ['Monthly', 1],
  ['Bill every month', 1],
  ['Bi-Monthly', 2],
  ['Quarterly', 3],
  ['Semi-Annual', 6],
  ['SemiAnnual', 6],
  ['Yearly', 12],
  ['BiWeekly', undefined],
  ['Not Recurring', undefined],
  ['Whenever', undefined],
])('an agreement billed "%s" covers %s months', (name, cycleMonths) => {
  expect(toAgreement(WireAgreement.parse({ id: 3, name: 'A', company: { id: 19 }, billingCycle: { name } }))).toMatchObject({
    item: { cycleMonths },
  });
});

test('an agreement is active by its status, and without end when it says so', () => {
  const of = (over: object) => toAgreement(WireAgreement.parse({ id: 3, name: 'A', company: { id: 19 }, ...over }));

  expect(of({ agreementStatus: 'Expired' })).toMatchObject({ item: { active: false } });
  expect(of({ cancelledFlag: true })).toMatchObject({ item: { active: false } });
  expect(of({ endDate: '2027-01-01', noEndingDateFlag: true })).toMatchObject({ item: { active: true, endsOn: undefined } });
  expect(of({ startDate: '2026-02-01', endDate: '2026-01-01' })).toHaveProperty('because');
});

test('a company tells its tenants by any caption that speaks of tenants', () => {
  const tenant = '5f43ee6d-937d-4cdd-8965-959043678cad';
  const customFields = [
    { id: 1, caption: '365 Tenant', value: tenant.toUpperCase() },
    { id: 2, caption: 'Notes', value: tenant.replace('5', '6') },
  ];
  const status = { id: 2, name: 'Inactive' };

  expect(toAccount(WireCompany.parse({ id: 1, name: 'A', website: 'www.A.example', customFields, status }))).toMatchObject({
    item: { tenantIds: [tenant], domain: 'a.example', active: false },
  });
});

test('a service tells Microsoft\u2019s key only where it looks like one', () => {
  const of = (over: object) => toService(WireCatalogItem.parse({ id: 5, identifier: 'X', ...over }));

  expect(of({ manufacturerPartNumber: 'CFQ7TTC0LCHC:0002:P1Y:Monthly' })).toMatchObject({
    item: { microsoftKey: 'CFQ7TTC0LCHC:0002:P1Y:Monthly' },
  });
  expect(of({ manufacturerPartNumber: 'MX-100', integrationXRef: 'CFQ7TTC0LCHC:0002' })).toMatchObject({
    item: { microsoftKey: 'CFQ7TTC0LCHC:0002' },
  });
  expect(of({ manufacturerPartNumber: 'MX-100' })).toMatchObject({ item: { microsoftKey: undefined, price: '0' } });
});

describe('addresses', () => {
  test.each([
    ['https://api-na.myconnectwise.net', 'https://api-na.myconnectwise.net'],
    ['https://api-na.myconnectwise.net/v4_6_release/apis/3.0/', 'https://api-na.myconnectwise.net'],
    ['http://127.0.0.1:8090/api-na.myconnectwise.net/v2025_1/apis/3.0', 'http://127.0.0.1:8090/api-na.myconnectwise.net'],
  ])('%s is the site %s', (entered, site) => {
    expect(siteOf(entered)).toBe(site);
    expect(hostOf(site)).toBe('api-na.myconnectwise.net');
  });

  test('the next page is read from the Link header, and its address only looked at', () => {
    const asIs = (link: string): string => link;
    const header = '<https://a.example/x?page=1>; rel="first", <https://a.example/x?pageSize=2&pageId=77>; rel="next"';

    expect(nextId(header, asIs)).toBe('77');
    expect(nextId('<https://a.example/x?page=1>; rel="prev"', asIs)).toBeUndefined();
    expect(nextId(undefined, asIs)).toBeUndefined();
    expect(() =>
      nextId(header, () => {
        throw new Error('another host');
      }),
    ).toThrow('another host');
  });
});
