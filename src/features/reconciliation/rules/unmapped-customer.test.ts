import { describe, expect, test } from 'vitest';
import { casesOf, isUnproven, kindsIn, sentenceOf, theOne } from '../../../../test/support/found-by.ts';
import { bought, psaBook, someBooks, source, supplied } from '../../../../test/support/some-books.ts';

const kind = 'unmapped_customer';
const unmapped = (state: 'unmapped' | 'suggested' | 'partlyMapped' | 'mapped' | 'ignored' | 'conflict' | 'stale' = 'unmapped') => ({
  psas: [psaBook([], { accountState: state })],
});

describe('nobody knows which account bills the customer', () => {
  casesOf(kind, [
    ['mapped', someBooks()],
    ['unmapped', someBooks(unmapped()), '0 USD, certain, account_not_mapped'],
    ['suggested is not decided', someBooks(unmapped('suggested')), '0 USD, certain, account_in_doubt'],
    ['in conflict', someBooks(unmapped('conflict')), '0 USD, certain, account_in_doubt'],
    ['stale', someBooks(unmapped('stale')), '0 USD, certain, account_not_mapped'],
    ['ignored is deliberate', someBooks(unmapped('ignored'))],
    ['no PSA at all', someBooks({ psas: [] })],
    [
      'the PSA was never read: it may have the account',
      someBooks({ psas: [psaBook([], { accountState: 'unmapped', source: source('psa', 'never') })] }),
    ],
    [
      'the PSA was read in part',
      someBooks({ psas: [psaBook([], { accountState: 'unmapped', source: source('psa', 'partial') })] }),
      '0 USD, certain, account_not_mapped',
    ],
    [
      'one of two PSA systems is enough',
      someBooks({ psas: [psaBook([], { accountState: 'unmapped' }), psaBook([], { source: source('psa2') })] }),
    ],
    [
      'one of two is ignored',
      someBooks({ psas: [psaBook([], { accountState: 'unmapped' }), psaBook([], { source: source('psa2'), accountState: 'ignored' })] }),
    ],
    [
      'in neither of two: one finding',
      someBooks({
        psas: [unmapped().psas[0], psaBook([], { source: source('psa2'), accountState: 'unmapped' })].filter((psa) => psa !== undefined),
      }),
      '0 USD, certain, account_not_mapped',
    ],
  ]);
});

describe('who buys nothing that is owed needs no account', () => {
  const who = (...subscriptions: readonly ReturnType<typeof bought>[]) => someBooks({ ...unmapped(), subscriptions });
  casesOf(kind, [
    ['nothing', who()],
    ['a trial', who(bought(1, { isTrial: true }))],
    ['an Azure plan', who(bought(1, { isUsage: true }))],
    ['a pending order', who(bought(1, { status: 'pending' }))],
    ['a cancelled one', who(bought(1, { status: 'cancelled' }))],
    ['no seats', who(bought(1, { seats: 0 }))],
    ['a suspended one is owed', who(bought(1, { status: 'suspended' })), '0 USD, certain, account_not_mapped'],
  ]);
});

describe('what it costs a month', () => {
  const two = [bought(1, { seats: 10 }), bought(2, { seats: 5 })];
  casesOf(kind, [
    [
      'all that the distributor charges',
      someBooks({ ...unmapped(), subscriptions: two, supply: [supplied(1), supplied(2, { unitCost: '4.10' })] }),
      '196.5 USD, certain, account_not_mapped',
    ],
    [
      'as far as it is known',
      someBooks({ ...unmapped(), subscriptions: two, supply: [supplied(2, { unitCost: '4.10' })] }),
      '20.5 USD, certain, account_not_mapped',
    ],
    [
      'currencies are never added up',
      someBooks({ ...unmapped(), subscriptions: two, supply: [supplied(1), supplied(2, { currency: 'EUR' })] }),
      '176 USD, certain, account_not_mapped',
    ],
    [
      'a year in advance is a twelfth of it',
      someBooks({ ...unmapped(), supply: [supplied(1, { frequency: 'annual', unitCost: '120' })] }),
      '250 USD, certain, account_not_mapped',
    ],
    [
      'one that ended there costs nothing',
      someBooks({ ...unmapped(), supply: [supplied(1, { status: 'cancelled' })] }),
      '0 USD, certain, account_not_mapped',
    ],
  ]);
});

test.each([
  [1, 'Contoso Ltd has 1 subscription, and no account in PSA is mapped to it.'],
  [3, 'Contoso Ltd has 3 subscriptions, and no account in PSA is mapped to it.'],
])('%s said in words', (count, sentence) => {
  const subscriptions = Array.from({ length: count }, (_, n) => bought(n));
  expect(sentenceOf(theOne(kind, someBooks({ ...unmapped(), subscriptions })))).toBe(sentence);
});

test('it is one fault: nothing is called missing in an account that nobody knows', () => {
  expect(kindsIn(someBooks(unmapped()))).toEqual([kind]);
  expect(theOne(kind, someBooks(unmapped())).evidence.map(({ value }) => value)).toEqual(['unmapped', '1']);
});

test('a PSA that was never read proves nothing', () => {
  expect(isUnproven(kind, someBooks({ psas: [psaBook([], { source: source('psa', 'never') })] }))).toBe(true);
});
