import { expect, test } from 'vitest';
import type { PsaCorrection } from '../../model/difference.ts';
import { prepareCalls } from './prepare.ts';

const line = { connectionId: 'c', agreementRemoteId: '3', lineRemoteId: '501' };
const today = '2026-11-21';
const calls = (correction: PsaCorrection, effectiveOn?: string) => prepareCalls({ correction, effectiveOn, reference: 'cmd' }, today);

test('a quantity at once is one patch', () => {
  expect(calls({ action: 'setQuantity', ...line, from: '20', to: '25' })).toEqual([
    {
      summary: 'Set the quantity of line 501 from 20 to 25',
      method: 'PATCH',
      path: '/finance/agreements/3/additions/501',
      body: [{ op: 'replace', path: 'quantity', value: '25' }],
    },
  ]);
});

test('a quantity from a day on ends the line the day before and adds it again, over a month end too', () => {
  const [end, add] = calls({ action: 'setQuantity', ...line, from: '20', to: '25' }, '2026-12-01');

  expect(end?.body).toEqual([{ op: 'add', path: 'cancelledDate', value: '2026-11-30T00:00:00Z' }]);
  expect(add).toMatchObject({ method: 'POST', body: { sameAsLine: '501', quantity: '25', effectiveDate: '2026-12-01T00:00:00Z' } });
  expect(add?.summary).toContain('put line 501 back');
});

test('a price goes the same two ways', () => {
  expect(calls({ action: 'setPrice', ...line, from: '22', to: '22.50' })[0]?.body).toEqual([
    { op: 'replace', path: 'unitPrice', value: '22.5' },
  ]);
  expect(calls({ action: 'setPrice', ...line, from: '22', to: '22.50' }, '2026-12-01')).toHaveLength(2);
});

test('a line ends today, or the day before the day from which it must not bill', () => {
  const end: PsaCorrection = { action: 'endLine', ...line, quantity: '20' };

  expect(calls(end)[0]?.body).toEqual([{ op: 'add', path: 'cancelledDate', value: '2026-11-21T00:00:00Z' }]);
  expect(calls(end, '2026-12-01')[0]?.body).toEqual([{ op: 'add', path: 'cancelledDate', value: '2026-11-30T00:00:00Z' }]);
  expect(calls({ action: 'reopenLine', ...line, quantity: '20' })[0]?.body).toEqual([{ op: 'remove', path: 'cancelledDate' }]);
});

test('a new line shows every amount digit for digit', () => {
  const [add] = calls({
    action: 'addLine',
    connectionId: 'c',
    agreementRemoteId: '3',
    serviceRemoteId: '5',
    quantity: '3',
    unitPrice: '22.505',
    unitCost: '17.60',
    vendorSubscriptionId: 'abc',
    description: 'Business Premium',
  });

  expect(add).toMatchObject({
    method: 'POST',
    body: {
      quantity: '3',
      unitPrice: '22.505',
      unitCost: '17.6',
      billCustomer: 'Billable',
      effectiveDate: '2026-11-21T00:00:00Z',
      product: { id: 5 },
    },
  });
  expect(add?.summary).toContain('abc');
});

test('another service takes price, cost and quantity along, which ConnectWise would else replace', () => {
  const change: PsaCorrection = {
    action: 'replaceService',
    ...line,
    fromServiceRemoteId: '5',
    toServiceRemoteId: '6',
    quantity: '20',
    unitPrice: '31.10',
    unitCost: '25',
  };

  expect(calls(change)[0]?.body).toMatchObject([{ path: 'product' }, { path: 'unitPrice' }, { path: 'unitCost' }, { path: 'quantity' }]);
});
