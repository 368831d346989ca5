import { describe, expect, test } from 'vitest';
import type { PsaLine, Subscription } from '../model.ts';
import type { Expected, ProductCodes, PsaCase } from './expected.ts';
import { type CompanyPool, matchCompany } from './match-company.ts';
import { matchLinked } from './match-linked.ts';

let count = 0;
const aSubscription = (some: Partial<Subscription> = {}): Subscription => ({
  id: `sub-${(count += 1)}`,
  customerId: 'customer',
  partnerId: 'partner',
  offering: 'licence',
  productId: 'BASIC',
  skuId: '0001',
  name: 'Business Basic',
  quantity: 10_000_000,
  isGone: false,
  isTrial: false,
  term: 'P1Y',
  billing: 'monthly',
  startsOn: 20_000,
  endsOn: 20_364,
  createdOn: 20_000,
  currency: 'EUR',
  ...some,
});
const aLine = (some: Partial<PsaLine> = {}): PsaLine => ({
  id: String((count += 1)),
  companyId: 'company',
  code: 'BASIC-P1Y',
  quantity: 10_000_000,
  unitPrice: 7_000_000,
  currency: 'EUR',
  startsOn: 20_000,
  subscriptionId: '',
  ...some,
});

/** Codes are PRODUCT-TERM; what begins with CUST is mapped to nothing. */
const codes: ProductCodes = {
  codeOf: ({ productId, term }) => `${productId}-${term}`,
  productOf: (code) => (code.startsWith('CUST') ? undefined : `${code.split('-')[0] ?? ''}:0001`),
};
const expected = (subscription: Subscription, price: number | undefined = 7_000_000): Expected => ({
  subscription,
  code: codes.codeOf(subscription),
  price,
});
const seats = (count: number): number => count * 1_000_000;

function match(pool: Partial<CompanyPool>, datesAreReliable = false): string[] {
  const cases = matchCompany({ customerId: 'customer', lines: [], expected: [], ended: [], ...pool }, codes, { datesAreReliable });
  return cases.map(told).sort();
}
function told(psaCase: PsaCase): string {
  switch (psaCase.type) {
    case 'pair':
      return `pair ${psaCase.expected.subscription.id}=${psaCase.lines.map(({ id }) => id).join('+')}`;
    case 'duplicate':
      return `duplicate ${psaCase.lines.map(({ id }) => id).join('+')}`;
    case 'ended':
      return `ended ${psaCase.subscription.id}=${psaCase.lines.map(({ id }) => id).join('+')}`;
    case 'unknown':
      return `unknown ${psaCase.lines.map(({ id }) => id).join('+')}`;
    case 'missing':
      return `missing ${psaCase.expected.subscription.id}`;
  }
}

describe('PSA lines without vendor id', () => {
  test('an equal line is the subscription', () => {
    const subscription = aSubscription();
    const line = aLine();
    expect(match({ lines: [line], expected: [expected(subscription)] })).toEqual([`pair ${subscription.id}=${line.id}`]);
  });

  test('one line for several subscriptions of the product is not a difference', () => {
    const pool = {
      lines: [aLine({ quantity: seats(12) })],
      expected: [5, 4, 3].map((count) => expected(aSubscription({ quantity: seats(count) }))),
    };
    expect(match(pool)).toEqual([]);
  });

  test('several lines that share the seats of one subscription are not a difference', () => {
    const pool = { lines: [aLine({ quantity: seats(8) }), aLine({ quantity: seats(2) })], expected: [expected(aSubscription())] };
    expect(match(pool)).toEqual([]);
  });

  test('rolled-up lines of two prices are two groups', () => {
    const subscriptions = [
      aSubscription({ quantity: seats(1) }),
      aSubscription({ quantity: seats(2) }),
      aSubscription({ quantity: seats(4) }),
      aSubscription({ quantity: seats(8) }),
    ];
    const wanted = subscriptions.map((subscription, at) => expected(subscription, at < 2 ? 7_000_000 : 8_000_000));
    const lines = [aLine({ quantity: seats(3) }), aLine({ quantity: seats(12), unitPrice: 8_000_000 })];
    expect(match({ lines, expected: wanted })).toEqual([]);
  });

  test('two that differ by the same in both directions are two quantity differences, not a sum', () => {
    const [a, b] = [aSubscription({ quantity: seats(5) }), aSubscription({ quantity: seats(50) })];
    const [c, d] = [aLine({ quantity: seats(6) }), aLine({ quantity: seats(49) })];
    expect(match({ lines: [c, d], expected: [expected(a), expected(b)] })).toEqual([`pair ${a.id}=${c.id}`, `pair ${b.id}=${d.id}`].sort());
  });

  test('the nearest quantity is taken for the changed one', () => {
    const subscription = aSubscription({ quantity: seats(20) });
    const [near, far] = [aLine({ quantity: seats(18) }), aLine({ quantity: seats(90) })];
    expect(match({ lines: [far, near], expected: [expected(subscription)] })).toEqual([
      `pair ${subscription.id}=${near.id}`,
      `unknown ${far.id}`,
    ]);
  });

  test('the same product in another term is that subscription', () => {
    const subscription = aSubscription();
    const line = aLine({ code: 'BASIC-P1M', unitPrice: 9_000_000 });
    expect(match({ lines: [line], expected: [expected(subscription)] })).toEqual([`pair ${subscription.id}=${line.id}`]);
  });

  test('another product is never taken for it, whatever quantity and price', () => {
    const subscription = aSubscription();
    const line = aLine({ code: 'PREMIUM-P1Y' });
    expect(match({ lines: [line], expected: [expected(subscription)] })).toEqual([`missing ${subscription.id}`, `unknown ${line.id}`]);
  });

  test('an unmapped code with the quantity and price of a subscription is that one', () => {
    const subscription = aSubscription();
    const line = aLine({ code: 'CUST-7' });
    expect(match({ lines: [line], expected: [expected(subscription)] })).toEqual([`pair ${subscription.id}=${line.id}`]);
  });

  test('a line like one that already stands for a subscription is its repetition', () => {
    const subscription = aSubscription();
    const [first, second] = [aLine(), aLine()];
    expect(match({ lines: [first, second], expected: [expected(subscription)] })).toEqual([
      `duplicate ${first.id}+${second.id}`,
      `pair ${subscription.id}=${first.id}`,
    ]);
  });

  test('a line that fits only an ended subscription is still billed', () => {
    const ended = aSubscription({ isGone: true });
    const line = aLine();
    expect(match({ lines: [line], ended: [ended] })).toEqual([`ended ${ended.id}=${line.id}`]);
  });

  test('an ended subscription of another quantity is not guessed', () => {
    const line = aLine({ quantity: seats(77) });
    expect(match({ lines: [line], ended: [aSubscription({ isGone: true })] })).toEqual([`unknown ${line.id}`]);
  });

  test('where days are evidence, a line of another day is another thing', () => {
    const subscription = aSubscription({ quantity: seats(10) });
    const line = aLine({ quantity: seats(60), startsOn: 19_000 });
    expect(match({ lines: [line], expected: [expected(subscription)] })).toEqual([`pair ${subscription.id}=${line.id}`]);
    expect(match({ lines: [line], expected: [expected(subscription)] }, true)).toEqual([
      `missing ${subscription.id}`,
      `unknown ${line.id}`,
    ]);
  });

  test('where days are evidence, they tell two equal subscriptions apart', () => {
    const [a, b] = [aSubscription({ createdOn: 100 }), aSubscription({ createdOn: 200 })];
    const [lineA, lineB] = [aLine({ startsOn: 100 }), aLine({ startsOn: 200, quantity: seats(11) })];
    expect(match({ lines: [lineB, lineA], expected: [expected(b), expected(a)] }, true)).toEqual(
      [`pair ${a.id}=${lineA.id}`, `pair ${b.id}=${lineB.id}`].sort(),
    );
  });

  test('without a price book the price decides nothing', () => {
    const subscription = aSubscription();
    const line = aLine({ unitPrice: 1 });
    expect(match({ lines: [line], expected: [{ ...expected(subscription), price: undefined }] })).toEqual([
      `pair ${subscription.id}=${line.id}`,
    ]);
  });
});

describe('PSA lines with vendor id', () => {
  const expect_ = (subscription: Subscription): Expected => expected(subscription);

  test('nobody knows the id', () => {
    expect(matchLinked([aLine()], [], expect_).type).toBe('unknown');
  });

  test('the subscription has ended', () => {
    expect(matchLinked([aLine()], [aSubscription({ isGone: true })], expect_).type).toBe('ended');
  });

  test('of one id under two partner accounts the living one counts', () => {
    const made = matchLinked([aLine()], [aSubscription({ isGone: true }), aSubscription()], expect_);
    expect(made.type).toBe('pair');
  });

  test('two lines with all seats are a repetition, two that share them are a split', () => {
    const subscription = aSubscription();
    expect(matchLinked([aLine(), aLine()], [subscription], expect_).type).toBe('duplicate');
    expect(matchLinked([aLine({ quantity: seats(4) }), aLine({ quantity: seats(6) })], [subscription], expect_).type).toBe('pair');
    expect(matchLinked([aLine({ quantity: seats(5) }), aLine({ quantity: seats(5) })], [subscription], expect_).type).toBe('pair');
  });
});
