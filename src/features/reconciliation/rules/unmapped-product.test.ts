import { describe, expect, test } from 'vitest';
import { casesOf, isUnproven, sentenceOf, theOne } from '../../../../test/support/found-by.ts';
import { billed, bought, premium, psaBook, someBooks, source, supplied, unsold } from '../../../../test/support/some-books.ts';
import { toCatalogue } from '../books.ts';

const kind = 'unmapped_product';
const nobody = bought(1, { key: unsold });
const none = { subscriptions: [nobody], lines: [] };
const mapped = (state: 'unmapped' | 'suggested' | 'mapped' | 'ignored' | 'conflict' | 'stale', serviceRemoteId?: string) =>
  psaBook([], { catalogue: toCatalogue([], [{ key: premium, state, serviceRemoteId }]) });

describe('no service bills the product', () => {
  casesOf(kind, [
    ['it is mapped', someBooks()],
    ['it is not mapped, and nobody knows the cost', someBooks(none), '0 USD, certain, service_not_mapped'],
    ['the distributor tells the cost', someBooks({ ...none, supply: [supplied(1)] }), '440 USD, certain, service_not_mapped'],
    [
      'the distributor tells it in another currency',
      someBooks({ ...none, supply: [supplied(1, { currency: 'EUR' })] }),
      '440 EUR, certain, service_not_mapped',
    ],
    [
      'paid a year in advance there: a month of it',
      someBooks({ ...none, supply: [supplied(1, { frequency: 'annual', unitCost: '211.20' })] }),
      '440 USD, certain, service_not_mapped',
    ],
    [
      'charged once there: no month of it',
      someBooks({ ...none, supply: [supplied(1, { frequency: 'oneTime' })] }),
      '0 USD, certain, service_not_mapped',
    ],
    ['no seats', someBooks({ subscriptions: [{ ...nobody, seats: 0 }], lines: [] })],
    ['a trial', someBooks({ subscriptions: [{ ...nobody, isTrial: true }], lines: [] })],
    ['an Azure plan', someBooks({ subscriptions: [{ ...nobody, isUsage: true }], lines: [] })],
    ['pending', someBooks({ subscriptions: [{ ...nobody, status: 'pending' }], lines: [] })],
    ['cancelled', someBooks({ subscriptions: [{ ...nobody, status: 'cancelled' }], lines: [] })],
    ['suspended', someBooks({ subscriptions: [{ ...nobody, status: 'suspended' }], lines: [] }), '0 USD, certain, service_not_mapped'],
    [
      'a line names it: billed, no money lost',
      someBooks({ subscriptions: [nobody], lines: [billed(1, { serviceRemoteId: 'labour' })] }),
      '0 USD, certain, service_not_mapped',
    ],
    [
      'a line names it with another number: quantities first',
      someBooks({ subscriptions: [nobody], lines: [billed(1, { serviceRemoteId: 'labour', quantity: 20 })] }),
    ],
    ['a line of a service mapped to another product names it', someBooks({ subscriptions: [nobody], lines: [billed(1)] })],
    [
      'two subscriptions of it are two',
      someBooks({ subscriptions: [nobody, bought(2, { key: unsold })], lines: [] }),
      '0 USD, certain, service_not_mapped',
      '0 USD, certain, service_not_mapped',
    ],
  ]);
});

describe('the state of the mapping', () => {
  casesOf(kind, [
    ['nobody ever saw it', someBooks({ psas: [psaBook([], { catalogue: toCatalogue([], []) })] }), '0 USD, certain, service_not_mapped'],
    ['suggested is not decided', someBooks({ psas: [mapped('suggested', 'premium')] }), '0 USD, certain, service_not_mapped'],
    ['in conflict', someBooks({ psas: [mapped('conflict')] }), '0 USD, certain, service_not_mapped'],
    ['stale', someBooks({ psas: [mapped('stale', 'premium')] }), '0 USD, certain, service_not_mapped'],
    ['ignored is deliberate', someBooks({ psas: [mapped('ignored')] })],
    ['mapped to a service that is gone', someBooks({ psas: [mapped('mapped', 'premium')] }), '0 USD, certain, service_gone'],
  ]);
});

describe('what was not read proves nothing', () => {
  casesOf(kind, [
    ['read in part', someBooks({ subscriptions: [nobody], psas: [psaBook([], { source: source('psa', 'partial') })] })],
    ['never read', someBooks({ subscriptions: [nobody], psas: [psaBook([], { source: source('psa', 'never') })] })],
    [
      'the account is not mapped: that comes first',
      someBooks({ subscriptions: [nobody], psas: [psaBook([], { accountState: 'unmapped' })] }),
    ],
  ]);

  test('and a difference found before stays', () => {
    expect(isUnproven(kind, someBooks({ psas: [psaBook([], { source: source('psa', 'partial') })] }))).toBe(true);
  });
});

test('the sentence names product, term and seats; the key is evidence', () => {
  const finding = theOne(kind, someBooks(none));
  expect(sentenceOf(finding)).toBe(
    '25 seats of Microsoft 365 Business Premium (1 year, billed monthly) bought, and no service of the PSA is mapped to it.',
  );
  expect(finding.evidence).toContainEqual({ label: 'Product', value: 'CFQ7TTC0LXYZ:0001, 1 year, billed monthly', source: 'mapping' });
  expect(finding.correction).toBeUndefined();
});

test('a line that bills it stands beside it', () => {
  const finding = theOne(kind, someBooks({ subscriptions: [nobody], lines: [billed(1, { serviceRemoteId: 'labour' })] }));
  expect(finding.psa).toMatchObject({ present: true, remoteIds: ['5001'], quantity: '25' });
  expect(sentenceOf(finding)).toBe('Microsoft 365 Business Premium is billed by a line whose service is not mapped to it.');
});
