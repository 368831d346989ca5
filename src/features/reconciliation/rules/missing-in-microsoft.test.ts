import { describe, expect, test } from 'vitest';
import { casesOf, isUnproven, sentenceOf, theOne } from '../../../../test/support/found-by.ts';
import { billed, bought, psaBook, someBooks, source } from '../../../../test/support/some-books.ts';

const kind = 'missing_in_microsoft';
const unknown = billed(7);
const seller = { source: source('ms'), relationship: 'reseller', partnerType: 'directBill' as const, isComplete: true };

describe('a line for what the customer does not have', () => {
  casesOf(kind, [
    ['every line has its subscription', someBooks()],
    ['it names a subscription that is nowhere', someBooks({ lines: [billed(1), unknown] }), '-550 USD, likely, line_without_subscription'],
    [
      'it names a subscription that Microsoft listed before',
      someBooks({ lines: [billed(1), unknown], gone: new Map([[unknown.vendorId ?? '', { name: 'Visio', goneOn: '2026-11-20' }]]) }),
      '-550 USD, certain, no_longer_listed',
    ],
    [
      'it names nothing, and nobody bought the product',
      someBooks({ lines: [billed(1), billed(8, { vendorId: undefined, serviceRemoteId: 'exchange', unitPrice: '4' })] }),
      '-100 USD, possible, line_without_subscription',
    ],
    [
      'it names something and its service is unknown',
      someBooks({ lines: [billed(1), billed(7, { serviceRemoteId: 'labour' })] }),
      '-550 USD, likely, line_without_subscription',
    ],
    [
      'labour and hardware are not our business',
      someBooks({ lines: [billed(1), billed(9, { vendorId: undefined, serviceRemoteId: 'labour' })] }),
    ],
    ['free of charge', someBooks({ lines: [billed(1), billed(7, { isBilled: false })] })],
    ['no seats', someBooks({ lines: [billed(1), billed(7, { quantity: 0 })] })],
    ['ended yesterday', someBooks({ lines: [billed(1), billed(7, { cancelledOn: '2026-11-20' })] })],
    ['its end is entered', someBooks({ lines: [billed(1), billed(7, { cancelledOn: '2026-11-30' })] })],
    [
      'it begins next month',
      someBooks({ lines: [billed(1), billed(7, { fromOn: '2026-12-01' })] }),
      '-550 USD, likely, line_without_subscription',
    ],
    [
      'a trial may have its line already',
      someBooks({ subscriptions: [bought(1, { isTrial: true })], lines: [billed(1, { vendorId: undefined })] }),
    ],
    [
      'a pending order may have its line already',
      someBooks({ subscriptions: [bought(1, { status: 'pending' })], lines: [billed(1, { vendorId: undefined })] }),
    ],
    [
      'an Azure plan has its line of one',
      someBooks({ subscriptions: [bought(1, { isUsage: true })], lines: [billed(1, { vendorId: undefined, quantity: 1 })] }),
    ],
    [
      'a trial is no excuse for a line that names another one',
      someBooks({ subscriptions: [bought(1, { isTrial: true })], lines: [unknown] }),
      '-550 USD, likely, line_without_subscription',
    ],
    [
      'another tenant of the same account has it',
      someBooks({
        psas: [psaBook([billed(1), unknown], { elsewhere: { subscriptionIds: new Set([bought(7).remoteId]), serviceIds: new Set() } })],
      }),
    ],
    [
      'another tenant of the same account buys the product',
      someBooks({
        subscriptions: [],
        psas: [
          psaBook([billed(8, { vendorId: undefined })], { elsewhere: { subscriptionIds: new Set(), serviceIds: new Set(['premium']) } }),
        ],
      }),
    ],
    [
      'a customer that no account lists is billed on',
      someBooks({ sellers: [], subscriptions: [] }),
      '-550 USD, likely, line_without_subscription',
    ],
  ]);
});

describe('absence counts only after a complete reading', () => {
  const partly = { ...seller, isComplete: false };
  casesOf(kind, [
    ['the account was read in part', someBooks({ sellers: [partly], lines: [billed(1), unknown] })],
    [
      'one of two accounts was read in part',
      someBooks({ sellers: [seller, { ...partly, source: source('west') }], lines: [billed(1), unknown] }),
    ],
    ['nobody lists him, and an account was read in part', someBooks({ sellers: [], subscriptions: [], isMarketplaceComplete: false })],
    [
      'the PSA was read in part: the line is there all the same',
      someBooks({ psas: [psaBook([billed(1), unknown], { source: source('psa', 'partial') })] }),
      '-550 USD, likely, line_without_subscription',
    ],
  ]);

  test('and a difference found before stays', () => {
    expect(isUnproven(kind, someBooks({ sellers: [partly] }))).toBe(true);
    expect(isUnproven(kind, someBooks())).toBe(false);
  });
});

test('the name is that of the service; the id in the line is shown', () => {
  const finding = theOne(kind, someBooks({ lines: [billed(1), unknown] }));
  expect(finding.productName).toBe('premium');
  expect(sentenceOf(finding)).toBe('25 billed for a subscription that is in none of your Partner Center accounts.');
  expect(finding.evidence).toContainEqual(expect.objectContaining({ label: 'Subscription id in the PSA line', value: bought(7).remoteId }));
  expect(finding.microsoft).toEqual({ present: false, remoteIds: [] });
});

test('a service that was retired leaves the description of the line as name', () => {
  expect(theOne(kind, someBooks({ lines: [billed(1), billed(7, { serviceRemoteId: 'gone' })] })).productName).toBe('Business Premium');
});

test('a line that names nothing says so, and is ended by the correction', () => {
  const finding = theOne(kind, someBooks({ subscriptions: [], lines: [billed(8, { vendorId: undefined })] }));
  expect(sentenceOf(finding)).toBe('25 billed, and the customer has no subscription of this product.');
  expect(finding.correction).toEqual({
    action: 'endLine',
    connectionId: 'psa',
    agreementRemoteId: '30',
    lineRemoteId: '5008',
    quantity: '25',
  });
});
