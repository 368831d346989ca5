import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  billed,
  bought,
  catalogue,
  exchange,
  premium,
  premiumMonthly,
  premiumYearly,
  psaBook,
  someBooks,
  supplied,
  unsold,
} from '../../../test/support/some-books.ts';
import { Decimal } from '../../lib/decimal.ts';
import type { Finding } from '../../model/difference.ts';
import type { BilledLine, BoughtSubscription, CustomerBooks } from './books.ts';
import { serviceOf } from './books.ts';
import { isOwed, isRunning } from './comparable.ts';
import { compare } from './compare.ts';
import { matchDistributor } from './match-distributor.ts';
import { matchPsa } from './match-psa.ts';

// Relations of the reliability reference, section 9, and the partition M12 over random estates.
const runs = { numRuns: 300 };
const seats = fc.integer({ min: 1, max: 40 });
const psaKinds = [
  'quantity_mismatch_psa',
  'missing_in_psa',
  'missing_in_microsoft',
  'cancelled_still_billed_psa',
  'duplicate_psa',
  'wrong_term_psa',
];

const priceOf: Readonly<Record<string, string>> = {
  premium: '22',
  'premium-1m': '26.4',
  'premium-yearly': '20.9',
  exchange: '4',
  labour: '100',
};
const costOf: Readonly<Record<string, string>> = {
  premium: '17.60',
  'premium-1m': '21.12',
  'premium-yearly': '16.72',
  exchange: '3.20',
  labour: '50',
};

type Pairs = readonly { readonly bought: number | undefined; readonly billed: number | undefined }[];

/**
 * What each number of an estate has: seats at Microsoft, seats at the PSA; the line always names its subscription. Orphans are all of one
 * side: a line that names nobody beside a subscription that nobody names may well belong together, and is compared so.
 */
const lone = (side: 'bought' | 'billed') =>
  fc.array(
    fc.record({ bought: seats, billed: seats, isLone: fc.boolean() }).map(({ isLone, ...both }) => ({
      bought: isLone && side === 'billed' ? undefined : both.bought,
      billed: isLone && side === 'bought' ? undefined : both.billed,
    })),
    { maxLength: 8 },
  );
const pairs: fc.Arbitrary<Pairs> = fc.oneof(lone('bought'), lone('billed'));

const estateOf = (given: Pairs): CustomerBooks =>
  someBooks({
    subscriptions: given.flatMap((pair, n) => (pair.bought === undefined ? [] : [bought(n, { seats: pair.bought })])),
    lines: given.flatMap((pair, n) => (pair.billed === undefined ? [] : [billed(n, { quantity: pair.billed })])),
  });

const sum = (findings: readonly Finding[]): Decimal => findings.reduce((all, { impact }) => all.plus(impact.amount), new Decimal(0));
const facts = (findings: readonly Finding[]): string[] =>
  findings.map(({ kind, subject, impact }) => `${kind} ${subject} ${impact.amount}`).sort();

describe('R11: what is bought and what is billed changes places', () => {
  const mirrored: Readonly<Record<string, string>> = {
    missing_in_psa: 'missing_in_microsoft',
    missing_in_microsoft: 'missing_in_psa',
    quantity_mismatch_psa: 'quantity_mismatch_psa',
  };
  const swap = (given: Pairs): Pairs => given.map((pair) => ({ bought: pair.billed, billed: pair.bought }));
  const money = (findings: readonly Finding[], sign: 1 | -1, name: (kind: string) => string): string[] =>
    findings.map(({ kind, impact }) => `${name(kind)} ${new Decimal(impact.amount).times(sign).toFixed()}`).sort();

  test('same classes swapped, same money with the other sign', () => {
    fc.assert(
      fc.property(pairs, (given) => {
        const [there, back] = [compare(estateOf(given)).findings, compare(estateOf(swap(given))).findings];
        expect(money(back, 1, (kind) => kind)).toEqual(money(there, -1, (kind) => mirrored[kind] ?? kind));
      }),
      runs,
    );
  });
});

describe('R12: one line less', () => {
  test('changes the sum by exactly that line, and findings about nothing else', () => {
    fc.assert(
      fc.property(lone('bought'), fc.nat(), (given: Pairs, pick) => {
        const billedOnes = given.flatMap((pair, n) => (pair.billed === undefined ? [] : [n]));
        fc.pre(billedOnes.length > 0);
        const gone = billedOnes[pick % billedOnes.length] ?? 0;
        const less = given.map((pair, n) => (n === gone ? { ...pair, billed: undefined } : pair));
        const [before, after] = [compare(estateOf(given)).findings, compare(estateOf(less)).findings];
        expect(sum(after).minus(sum(before)).toFixed()).toBe(String(22 * (given[gone]?.billed ?? 0)));
        const others = (findings: readonly Finding[]) =>
          facts(
            findings.filter(({ links }) => links.subscriptionId !== bought(gone).id && !links.psaLineIds.includes(billed(gone).remoteId)),
          );
        expect(others(after)).toEqual(others(before));
      }),
      runs,
    );
  });

  test('one subscription less changes the sum by exactly its seats', () => {
    fc.assert(
      fc.property(lone('billed'), fc.nat(), (given: Pairs, pick) => {
        const owned = given.flatMap((pair, n) => (pair.bought === undefined ? [] : [n]));
        fc.pre(owned.length > 0);
        const gone = owned[pick % owned.length] ?? 0;
        const less = given.map((pair, n) => (n === gone ? { ...pair, bought: undefined } : pair));
        const change = sum(compare(estateOf(less)).findings).minus(sum(compare(estateOf(given)).findings));
        expect(change.toFixed()).toBe(String(-22 * (given[gone]?.bought ?? 0)));
      }),
      runs,
    );
  });
});

// Estates with everything in them: products, states, names and no names, several lines and several subscriptions.
const mixed = fc
  .record({
    subscriptions: fc.array(
      fc.record({
        seats: fc.integer({ min: 0, max: 12 }),
        key: fc.constantFrom(premium, premiumMonthly, premiumYearly, exchange, unsold),
        status: fc.constantFrom('active' as const, 'suspended' as const, 'cancelled' as const, 'expired' as const, 'pending' as const),
        isTrial: fc.integer({ min: 0, max: 9 }).map((chance) => chance === 0),
      }),
      { maxLength: 6 },
    ),
    lines: fc.array(
      fc.record({
        quantity: fc.integer({ min: 0, max: 12 }),
        of: fc.integer({ min: 0, max: 8 }),
        service: fc.constantFrom('premium', 'premium-1m', 'premium-yearly', 'exchange', 'labour'),
        isNamed: fc.boolean(),
        cancelledOn: fc.constantFrom(undefined, undefined, undefined, '2026-11-20', '2026-11-22', '2026-12-31'),
        fromOn: fc.constantFrom('2026-01-01', '2026-11-21', '2026-12-01'),
      }),
      { maxLength: 8 },
    ),
    supply: fc.array(
      fc.record({
        of: fc.integer({ min: 0, max: 8 }),
        seats,
        isNamed: fc.boolean(),
        status: fc.constantFrom('active' as const, 'cancelled' as const),
      }),
      { maxLength: 5 },
    ),
  })
  .map(({ subscriptions, lines, supply }) =>
    someBooks({
      subscriptions: subscriptions.map((each, n) => bought(n, each)),
      lines: lines.map(({ of, isNamed, service, quantity, cancelledOn, fromOn }, n) =>
        billed(100 + n, {
          quantity,
          cancelledOn,
          fromOn,
          serviceRemoteId: service,
          unitPrice: priceOf[service] ?? '0',
          unitCost: costOf[service] ?? '0',
          vendorId: isNamed ? bought(of).remoteId : undefined,
        }),
      ),
      supply: supply.map(({ of, seats: some, isNamed, status }, n) =>
        supplied(n, {
          seats: some,
          status,
          ...(isNamed ? { microsoftId: bought(of).remoteId } : { microsoftId: undefined, sku: 'cfq7ttc0lchc:0002' }),
        }),
      ),
    }),
  );

const linesOf = (books: CustomerBooks): readonly BilledLine[] => books.psas.flatMap((psa) => psa.lines);
const classesOf = (books: CustomerBooks) => {
  const [psa] = books.psas;
  return matchPsa(psa ?? psaBook([]), books.subscriptions, new Map(), books.today);
};
const times = <T>(items: readonly T[]): Map<T, number> =>
  new Map([...Map.groupBy(items, (item) => item)].map(([item, same]) => [item, same.length]));

describe('M12: everything is in exactly one class', () => {
  test('no subscription and no line is in two', () => {
    fc.assert(
      fc.property(mixed, (books) => {
        const { groups, wrongTerms, unbilled, stillBilled, strays } = classesOf(books);
        const open = [...groups.flatMap((group) => group.subscriptions), ...wrongTerms.map((wrong) => wrong.subscription), ...unbilled];
        const lines = [
          ...groups.flatMap((group) => group.lines),
          ...wrongTerms.map((wrong) => wrong.line),
          ...stillBilled.map((still) => still.line),
          ...strays,
        ];
        expect([...times<BoughtSubscription>(open).values(), ...times(lines).values()].every((count) => count === 1)).toBe(true);
      }),
      runs,
    );
  });

  test('what is owed is in one; what was not put into any has a line that covers it', () => {
    fc.assert(
      fc.property(mixed, (books) => {
        const { groups, wrongTerms, unbilled } = classesOf(books);
        const placed = new Set([
          ...groups.flatMap((group) => group.subscriptions),
          ...wrongTerms.map((wrong) => wrong.subscription),
          ...unbilled,
        ]);
        const running = linesOf(books).filter((line) => isRunning(line, undefined, books.today));
        const covered = (each: BoughtSubscription): boolean =>
          running.some((line) => line.vendorId === each.remoteId || line.serviceRemoteId === serviceOf(catalogue, each.key)?.remoteId);
        for (const each of books.subscriptions.filter(isOwed)) expect(placed.has(each) || covered(each)).toBe(true);
      }),
      runs,
    );
  });

  test('a line that ended is in none', () => {
    fc.assert(
      fc.property(mixed, (books) => {
        const { groups, wrongTerms, stillBilled, strays } = classesOf(books);
        const lines = [
          ...groups.flatMap((group) => group.lines),
          ...wrongTerms.map((wrong) => wrong.line),
          ...stillBilled.map((still) => still.line),
          ...strays,
        ];
        expect(lines.every((line) => line.cancelledOn === undefined || line.cancelledOn > books.today)).toBe(true);
      }),
      runs,
    );
  });

  test('at the distributor: each subscription is matched, stray, or ended; none twice', () => {
    fc.assert(
      fc.property(mixed, (books) => {
        for (const book of books.distributors) {
          const { matches, stray, unsupplied } = matchDistributor(book, books.subscriptions);
          const seen = times([...matches.map((match) => match.supplied), ...stray]);
          expect([...seen.values()].every((count) => count === 1)).toBe(true);
          expect(book.subscriptions.every((each) => seen.has(each) || each.status === 'cancelled')).toBe(true);
          const charged = new Set(matches.filter(({ supplied: { status } }) => status === 'active').map((match) => match.bought));
          expect(unsupplied.every((each) => isOwed(each) && !charged.has(each))).toBe(true);
        }
      }),
      runs,
    );
  });
});

describe('the sum of the classes is the whole difference', () => {
  /** Everything named, so that nothing is left to judgement; no product without service. */
  const named = fc.array(
    fc.record({
      seats,
      key: fc.constantFrom(premium, premiumMonthly, premiumYearly, exchange),
      isEnded: fc.boolean(),
      lines: fc.array(seats, { maxLength: 3 }),
    }),
    { maxLength: 6 },
  );

  test('money bought less money billed, to the last digit', () => {
    fc.assert(
      fc.property(named, (given) => {
        const subscriptions = given.map(({ seats: some, key, isEnded }, n) =>
          bought(n, { seats: some, key, status: isEnded ? 'cancelled' : 'active' }),
        );
        const lines = given.flatMap(({ key, lines: own }, n) => {
          const service = serviceOf(catalogue, key)?.remoteId ?? '';
          return own.map((quantity, m) =>
            billed(n * 10 + m, {
              quantity,
              serviceRemoteId: service,
              unitPrice: priceOf[service] ?? '0',
              unitCost: '0',
              vendorId: bought(n).remoteId,
            }),
          );
        });
        const price = (key: BoughtSubscription['key']): string => priceOf[serviceOf(catalogue, key)?.remoteId ?? ''] ?? '0';
        const owed = given
          .filter(({ isEnded }) => !isEnded)
          .reduce((all, { seats: some, key }) => all.plus(new Decimal(price(key)).times(some)), new Decimal(0));
        const paid = lines.reduce((all, line) => all.plus(line.unitPrice.times(line.quantity)), new Decimal(0));
        const { findings } = compare(someBooks({ subscriptions, lines }));
        expect(findings.every(({ kind }) => psaKinds.includes(kind))).toBe(true);
        expect(sum(findings).toFixed()).toBe(owed.minus(paid).toFixed());
      }),
      runs,
    );
  });
});

describe('R13: what is corrected moves nothing else', () => {
  test('the quantity of one line', () => {
    fc.assert(
      fc.property(pairs, (given) => {
        const before = compare(estateOf(given)).findings;
        const target = before.find(({ correction }) => correction?.action === 'setQuantity');
        fc.pre(target?.correction?.action === 'setQuantity');
        const { lineRemoteId, to } = target.correction;
        const books = estateOf(given);
        const after = compare({
          ...books,
          psas: books.psas.map((psa) => ({
            ...psa,
            lines: psa.lines.map((line) => (line.remoteId === lineRemoteId ? { ...line, quantity: new Decimal(to) } : line)),
          })),
        }).findings;
        expect(facts(after)).toEqual(facts(before.filter((each) => each !== target)));
      }),
      runs,
    );
  });

  test('the price of one line', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 6 }), (prices) => {
        const subscriptions = prices.map((_, n) => bought(n));
        const lines = prices.map((unitPrice, n) => billed(n, { unitPrice: String(unitPrice) }));
        const before = compare(someBooks({ subscriptions, lines })).findings;
        const target = before.find(({ correction }) => correction?.action === 'setPrice');
        fc.pre(target?.correction?.action === 'setPrice');
        const { lineRemoteId, to } = target.correction;
        const put = lines.map((line) => (line.remoteId === lineRemoteId ? { ...line, unitPrice: new Decimal(to) } : line));
        expect(facts(compare(someBooks({ subscriptions, lines: put })).findings)).toEqual(facts(before.filter((each) => each !== target)));
      }),
      runs,
    );
  });
});

describe('certainty', () => {
  test('a finding about an unnamed line, or without any, is never called certain, but for what is a fact of its own', () => {
    const facts = [
      'unmapped_product',
      'unmapped_customer',
      'access_expired',
      'same_tenant_two_partners',
      'price_below_cost',
      'wrong_term_distributor',
      'cancelled_still_billed_distributor',
    ];
    fc.assert(
      fc.property(mixed, (books) => {
        const unnamed = new Set(linesOf(books).flatMap((line) => (line.vendorId === undefined ? [line.remoteId] : [])));
        for (const { kind, causes, links } of compare(books).findings) {
          // A line that ended names the subscription by its id.
          if (facts.includes(kind) || causes[0]?.code === 'line_ended_early') continue;
          const isSure = links.psaLineIds.length > 0 && !links.psaLineIds.some((id) => unnamed.has(id));
          if (!isSure) expect(causes[0]?.certainty).not.toBe('certain');
        }
      }),
      runs,
    );
  });

  test('every finding has a cause in words, three sides, and money in a currency', () => {
    fc.assert(
      fc.property(mixed, (books) => {
        for (const { causes, impact, evidence, productName } of compare(books).findings) {
          expect(causes[0]?.sentence).toMatch(/\.$/);
          expect(impact.currency).toBe('USD');
          expect(impact.amount).toMatch(/^-?\d+(\.\d{1,6})?$/);
          expect(evidence.length).toBeGreaterThan(0);
          expect(productName).not.toBe('');
        }
      }),
      runs,
    );
  });
});

test('R9: twice the seats on both sides is twice the money', () => {
  fc.assert(
    fc.property(pairs, (given) => {
      const double = given.map((pair) => ({
        bought: pair.bought === undefined ? undefined : pair.bought * 2,
        billed: pair.billed === undefined ? undefined : pair.billed * 2,
      }));
      expect(sum(compare(estateOf(double)).findings).toFixed()).toBe(
        sum(compare(estateOf(given)).findings)
          .times(2)
          .toFixed(),
      );
    }),
    runs,
  );
});

test('R14: all days moved by 400 years: the same findings', () => {
  const later = (day: string | undefined): string | undefined =>
    day === undefined ? undefined : Temporal.PlainDate.from(day).add({ days: 146_097 }).toString();
  fc.assert(
    fc.property(mixed, (books) => {
      const moved: CustomerBooks = {
        ...books,
        today: later(books.today) ?? '',
        psas: books.psas.map((psa) => ({
          ...psa,
          lines: psa.lines.map((line) => ({ ...line, fromOn: later(line.fromOn), cancelledOn: later(line.cancelledOn) })),
        })),
      };
      expect(facts(compare(moved).findings)).toEqual(facts(compare(books).findings));
    }),
    runs,
  );
});

test('twice is once: comparing changes nothing of what it compares', () => {
  fc.assert(
    fc.property(mixed, (books) => {
      const before = JSON.stringify(books);
      expect(compare(books)).toEqual(compare(books));
      expect(JSON.stringify(books)).toBe(before);
    }),
    runs,
  );
});
