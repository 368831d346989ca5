import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal } from '../../../lib/decimal.ts';
import { type AcceptanceRule, type Candidate, isAbout, isExpired, nothingHeld, take } from './rule.ts';

type Rule = Parameters<typeof take>[0];
const usd = (amount: string) => ({ amount, currency: 'USD' });

const rule = (more: Partial<AcceptanceRule> = {}): Rule => ({
  name: 'Cents',
  kinds: ['quantity_mismatch_psa'],
  causes: [],
  customerId: null,
  product: null,
  onlyCertain: true,
  coversCosts: false,
  limitEach: usd('10'),
  limitTotal: usd('25'),
  because: 'belowTolerance',
  reason: 'not worth a call',
  expiresOn: null,
  ...more,
});

const candidate = (more: Partial<Candidate> = {}): Candidate => ({
  differenceId: 'd1',
  customerId: 'c1',
  kind: 'quantity_mismatch_psa',
  cause: 'seats_added',
  certainty: 'certain',
  productName: 'Exchange Online',
  impact: usd('5'),
  needsCostRight: false,
  ...more,
});

describe('a rule is about what it names, all of it', () => {
  test.each<[string, Partial<AcceptanceRule>, Partial<Candidate>, boolean]>([
    ['its kind', {}, {}, true],
    ['no other kind', {}, { kind: 'duplicate_psa' }, false],
    ['its causes', { causes: ['seats_added'] }, {}, true],
    ['no other cause', { causes: ['seats_reduced'] }, {}, false],
    ['its customer', { customerId: 'c1' }, {}, true],
    ['no other customer', { customerId: 'c2' }, {}, false],
    ['its product', { product: 'Exchange Online' }, {}, true],
    ['no product with a similar name', { product: 'Exchange' }, {}, false],
    ['nothing likely, unless it says so', {}, { certainty: 'likely' }, false],
    ['what is likely, when it says so', { onlyCertain: false }, { certainty: 'likely' }, true],
    ['no other currency', {}, { impact: { amount: '5', currency: 'EUR' } }, false],
    ['no money that tells a cost, when its maker may not see costs', {}, { needsCostRight: true }, false],
    ['money that tells a cost, when its maker may', { coversCosts: true }, { needsCostRight: true }, true],
  ])('%s', (_what, terms, given, expected) => {
    expect(isAbout(rule(terms), candidate(given))).toBe(expected);
  });
});

test('it takes until the end of its last day', () => {
  expect([isExpired(rule({ expiresOn: '2026-11-21' }), '2026-11-21'), isExpired(rule({ expiresOn: '2026-11-20' }), '2026-11-21')]).toEqual([
    false,
    true,
  ]);
});

test('the limit for each holds in both directions', () => {
  const of = [candidate({ impact: usd('10') }), candidate({ differenceId: 'd2', impact: usd('-10.01') })];
  expect(take(rule(), of, nothingHeld)).toMatchObject({ accepted: [{ differenceId: 'd1' }], overLimit: [{ differenceId: 'd2' }] });
});

test('what it holds already counts against its total', () => {
  expect(take(rule(), [candidate()], new Decimal('20')).accepted).toHaveLength(1);
  expect(take(rule(), [candidate()], new Decimal('20.01')).accepted).toHaveLength(0);
});

const cents = fc.integer({ min: -3_000, max: 3_000 });
test('however many there are and in whatever order, it never holds more than its limits, and takes the same ones', () => {
  fc.assert(
    fc.property(fc.array(cents, { maxLength: 30 }), fc.integer({ min: 0, max: 2_500 }), (amounts, heldCents) => {
      const of = amounts.map((amount, n) =>
        candidate({ differenceId: `d${String(n).padStart(2, '0')}`, impact: usd(new Decimal(amount).div(100).toFixed()) }),
      );
      const held = new Decimal(heldCents).div(100);
      const { accepted, overLimit } = take(rule(), of, held);
      const sizes = accepted.map(({ impact }) => new Decimal(impact.amount).abs());

      expect(accepted.length + overLimit.length).toBe(of.length);
      expect(sizes.every((size) => size.lte(10))).toBe(true);
      expect(sizes.reduce((all, size) => all.plus(size), held).lte(Decimal.max(25, held))).toBe(true);
      expect(take(rule(), of.toReversed(), held)).toEqual({ accepted, overLimit });
    }),
  );
});
