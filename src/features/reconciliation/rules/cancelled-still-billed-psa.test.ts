import { describe, expect, test } from 'vitest';
import { casesOf, isUnproven, sentenceOf, theOne } from '../../../../test/support/found-by.ts';
import { billed, bought, premiumMonthly, psaBook, someBooks, source } from '../../../../test/support/some-books.ts';

const kind = 'cancelled_still_billed_psa';
const cancelled = bought(1, { status: 'cancelled' });
const ended = (lines: Parameters<typeof someBooks>[0]) => someBooks({ subscriptions: [cancelled], ...lines });

describe('it ended at Microsoft and its line runs on', () => {
  casesOf(kind, [
    ['it did not end', someBooks()],
    ['cancelled', ended({}), '-550 USD, certain, cancelled_at_microsoft'],
    ['expired', someBooks({ subscriptions: [bought(1, { status: 'expired' })] }), '-550 USD, certain, expired_at_microsoft'],
    ['suspended is not ended', someBooks({ subscriptions: [bought(1, { status: 'suspended' })] })],
    ['pending is not ended', someBooks({ subscriptions: [bought(1, { status: 'pending' })] })],
    ['a state that nobody knows is not ended', someBooks({ subscriptions: [bought(1, { status: 'unknown' })] })],
    ['a trial that ended was never billed for', someBooks({ subscriptions: [bought(1, { status: 'expired', isTrial: true })] })],
    ['an Azure plan', someBooks({ subscriptions: [bought(1, { status: 'cancelled', isUsage: true })] })],
    [
      'by product alone it is only likely',
      ended({ lines: [billed(1, { vendorId: undefined })] }),
      '-550 USD, likely, cancelled_at_microsoft',
    ],
    ['another number is billed', ended({ lines: [billed(1, { quantity: 3 })] }), '-66 USD, certain, cancelled_at_microsoft'],
    ['a line of no seats harms nobody', ended({ lines: [billed(1, { quantity: 0 })] })],
    ['its end is entered', ended({ lines: [billed(1, { cancelledOn: '2026-12-31' })] })],
    ['it ended yesterday', ended({ lines: [billed(1, { cancelledOn: '2026-11-20' })] })],
    [
      'it begins next month and would never end',
      ended({ lines: [billed(1, { fromOn: '2026-12-01' })] }),
      '-550 USD, certain, cancelled_at_microsoft',
    ],
    ['free of charge', ended({ lines: [billed(1, { isBilled: false })] })],
    [
      'two lines',
      ended({ lines: [billed(1), billed(2, { vendorId: cancelled.remoteId, quantity: 5 })] }),
      '-550 USD, certain, cancelled_at_microsoft',
      '-110 USD, certain, cancelled_at_microsoft',
    ],
    [
      'another subscription of the product lives and has the line',
      someBooks({ subscriptions: [cancelled, bought(2)], lines: [billed(1, { vendorId: undefined })] }),
    ],
    [
      'another lives with a line of its own',
      someBooks({ subscriptions: [cancelled, bought(2)], lines: [billed(1), billed(2)] }),
      '-550 USD, certain, cancelled_at_microsoft',
    ],
    [
      'a line of another term of the product is not this one',
      ended({ lines: [billed(1, { vendorId: undefined, serviceRemoteId: 'premium-1m' })] }),
    ],
    [
      'of the term that was bought',
      someBooks({
        subscriptions: [bought(1, { status: 'cancelled', key: premiumMonthly })],
        lines: [billed(1, { vendorId: undefined, serviceRemoteId: 'premium-1m', unitPrice: '26.40' })],
      }),
      '-660 USD, likely, cancelled_at_microsoft',
    ],
    [
      'another tenant of the same account owns the service',
      someBooks({
        subscriptions: [cancelled],
        psas: [
          psaBook([billed(1, { vendorId: undefined })], { elsewhere: { subscriptionIds: new Set(), serviceIds: new Set(['premium']) } }),
        ],
      }),
    ],
    [
      'the agreement ended',
      someBooks({
        subscriptions: [cancelled],
        psas: [
          psaBook([billed(1)], {
            agreements: new Map([['30', { remoteId: '30', active: true, cycleMonths: 1, currency: 'USD', endsOn: '2026-11-20' }]]),
          }),
        ],
      }),
    ],
    [
      'the agreement ends today: it still bills',
      someBooks({
        subscriptions: [cancelled],
        psas: [
          psaBook([billed(1)], {
            agreements: new Map([['30', { remoteId: '30', active: true, cycleMonths: 1, currency: 'USD', endsOn: '2026-11-21' }]]),
          }),
        ],
      }),
      '-550 USD, certain, cancelled_at_microsoft',
    ],
    [
      'billed every quarter, in euros',
      someBooks({
        subscriptions: [cancelled],
        psas: [
          psaBook([billed(1)], {
            agreements: new Map([['30', { remoteId: '30', active: true, cycleMonths: 3, currency: 'EUR', endsOn: undefined }]]),
          }),
        ],
      }),
      '-183.333333 EUR, certain, cancelled_at_microsoft',
    ],
  ]);
});

test('the correction ends the line', () => {
  const finding = theOne(kind, ended({}));
  expect(finding.correction).toEqual({
    action: 'endLine',
    connectionId: 'psa',
    agreementRemoteId: '30',
    lineRemoteId: '5001',
    quantity: '25',
  });
  expect(sentenceOf(finding)).toBe('Microsoft 365 Business Premium is cancelled at Microsoft, and 25 are still billed.');
  expect(finding.microsoft).toMatchObject({ present: true, status: 'cancelled' });
});

test('Microsoft need not be read whole for it: the subscription itself says that it ended', () => {
  const sellers = [{ source: source('ms', 'partial'), relationship: 'reseller', partnerType: 'directBill' as const, isComplete: false }];
  expect(isUnproven(kind, ended({ sellers }))).toBe(false);
  expect(theOne(kind, ended({ sellers })).subject).toBe('psa:5001');
});
