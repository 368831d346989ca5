import { describe, expect, test } from 'vitest';
import { casesOf, isUnproven, kindsIn, sentenceOf, theOne } from '../../../../test/support/found-by.ts';
import { billed, bought, psaBook, someBooks, source } from '../../../../test/support/some-books.ts';
import { compare } from '../compare.ts';

const kind = 'duplicate_psa';
const same = bought(1).remoteId;
const twin = (n: number, more: Parameters<typeof billed>[1] = {}) => billed(n, { vendorId: same, ...more });

describe('a second line for the same seats', () => {
  casesOf(kind, [
    ['one line is none too many', someBooks()],
    ['the same again', someBooks({ lines: [billed(1), twin(2)] }), '-550 USD, certain, billed_twice'],
    [
      'twice again',
      someBooks({ lines: [billed(1), twin(2), twin(3)] }),
      '-550 USD, certain, billed_twice',
      '-550 USD, certain, billed_twice',
    ],
    [
      'fewer seats beside a line that bills all',
      someBooks({ lines: [billed(1), twin(2, { quantity: 4 })] }),
      '-88 USD, certain, billed_twice',
    ],
    ['at another price', someBooks({ lines: [billed(1), twin(2, { unitPrice: '20' })] }), '-500 USD, certain, billed_twice'],
    [
      'one without a name is only likely to be for these seats',
      someBooks({ lines: [billed(1), billed(2, { vendorId: undefined })] }),
      '-550 USD, likely, billed_twice',
    ],
    ['both without a name', someBooks({ lines: [1, 2].map((n) => billed(n, { vendorId: undefined })) }), '-550 USD, likely, billed_twice'],
    ['departments that add up', someBooks({ lines: [twin(1, { quantity: 12 }), twin(2, { quantity: 13 })] })],
    [
      'departments of equal size that add up',
      someBooks({ subscriptions: [bought(1, { seats: 24 })], lines: [twin(1, { quantity: 12 }), twin(2, { quantity: 12 })] }),
    ],
    ['departments that do not add up are no duplicates', someBooks({ lines: [twin(1, { quantity: 12 }), twin(2, { quantity: 15 })] })],
    [
      'twins of a wrong number: which of them is wrong is not certain',
      someBooks({ lines: [twin(1, { quantity: 20 }), twin(2, { quantity: 20 })] }),
      '-440 USD, likely, billed_twice',
    ],
    [
      'twins at different prices are not twins',
      someBooks({ lines: [twin(1, { quantity: 20 }), twin(2, { quantity: 20, unitPrice: '21' })] }),
    ],
    ['a second line of no seats', someBooks({ lines: [billed(1), twin(2, { quantity: 0 })] })],
    ['the second is free of charge', someBooks({ lines: [billed(1), twin(2, { isBilled: false })] })],
    ['the second ended yesterday', someBooks({ lines: [billed(1), twin(2, { cancelledOn: '2026-11-20' })] })],
    ['the end of the second is entered', someBooks({ lines: [billed(1), twin(2, { cancelledOn: '2026-12-31' })] })],
    [
      'the second begins next month',
      someBooks({ lines: [billed(1), twin(2, { fromOn: '2026-12-01' })] }),
      '-550 USD, certain, billed_twice',
    ],
    [
      'a subscription of no seats has no second line, only seats too many',
      someBooks({ subscriptions: [bought(1, { seats: 0 })], lines: [twin(1, { quantity: 0 }), twin(2, { quantity: 20 })] }),
    ],
    ['of a trial nothing is compared', someBooks({ subscriptions: [bought(1, { isTrial: true })], lines: [billed(1), twin(2)] })],
    [
      'of a cancelled one both are billed in vain',
      someBooks({ subscriptions: [bought(1, { status: 'cancelled' })], lines: [billed(1), twin(2)] }),
    ],
    [
      'two subscriptions, two lines of the service: no duplicate',
      someBooks({ subscriptions: [bought(1), bought(2)], lines: [1, 2].map((n) => billed(n, { vendorId: undefined })) }),
    ],
    [
      'two subscriptions that one line bills together, and another bills again',
      someBooks({
        subscriptions: [bought(1, { seats: 10 }), bought(2, { seats: 15 })],
        lines: [1, 2].map((n) => billed(n, { vendorId: undefined })),
      }),
      '-550 USD, likely, billed_twice',
    ],
  ]);
});

describe('which of them goes', () => {
  const ended = (lines: readonly ReturnType<typeof billed>[]): string => {
    const { correction } = theOne(kind, someBooks({ lines }));
    return correction?.action === 'endLine' ? correction.lineRemoteId : 'none';
  };

  test.each([
    ['the younger', [twin(2, { fromOn: '2026-06-01' }), twin(1)], '5002'],
    ['the younger, although its number is smaller', [twin(1, { fromOn: '2026-06-01' }), twin(2)], '5001'],
    ['one without a day is the oldest', [twin(1), twin(2, { fromOn: undefined })], '5001'],
    ['10000 is younger than 9999', [twin(4_999), twin(5_000)], '10000'],
    ['not the one that bills all seats', [twin(1, { quantity: 7 }), twin(2)], '5001'],
  ])('%s', (_name, lines, expected) => {
    expect(ended(lines)).toBe(expected);
  });

  test('the correction ends it with its quantity', () => {
    expect(theOne(kind, someBooks({ lines: [billed(1), twin(2, { quantity: 4 })] })).correction).toEqual({
      action: 'endLine',
      connectionId: 'psa',
      agreementRemoteId: '30',
      lineRemoteId: '5002',
      quantity: '4',
    });
  });
});

test('the finding shows both lines, the superfluous one first', () => {
  const finding = theOne(kind, someBooks({ lines: [billed(1), twin(2)] }));
  expect(finding.links.psaLineIds).toEqual(['5002', '5001']);
  expect(finding.psa).toMatchObject({ quantity: '50' });
  expect(sentenceOf(finding)).toBe('25 seats bought, and a second line bills 25 of them again.');
});

test('it is one fault: quantities are compared without the duplicate', () => {
  expect(kindsIn(someBooks({ lines: [billed(1), twin(2)] }))).toEqual([kind]);
});

test('the sum of duplicates and what is left is what is billed too much', () => {
  const { findings } = compare(someBooks({ lines: [twin(1, { quantity: 20 }), twin(2, { quantity: 20 })] }));
  expect(findings.map(({ impact }) => Number(impact.amount)).reduce((a, b) => a + b, 0)).toBe((25 - 40) * 22);
});

test('another currency and cycle of the agreement', () => {
  const agreements = new Map([['30', { remoteId: '30', active: true, cycleMonths: 12, currency: 'EUR', endsOn: undefined }]]);
  const { impact } = theOne(
    kind,
    someBooks({
      psas: [psaBook([billed(1), twin(2)], { agreements })],
    }),
  );
  expect(impact).toEqual({ amount: '-45.833333', currency: 'EUR' });
});

test('a PSA that was never read proves nothing', () => {
  expect(isUnproven(kind, someBooks({ psas: [psaBook([], { source: source('psa', 'never') })] }))).toBe(true);
});
