import { describe, expect, test } from 'vitest';
import { casesOf, kindsIn, sentenceOf, theOne } from '../../../../test/support/found-by.ts';
import { billed, bought, premium, psaBook, someBooks, supplied } from '../../../../test/support/some-books.ts';
import { Decimal } from '../../../lib/decimal.ts';
import { type BoughtSubscription, toCatalogue } from '../books.ts';
import type { BookChange } from '../causes/history.ts';

const change = (field: string, before: string | undefined, after: string | undefined, at = '2026-11-14T01:00:00Z'): BookChange => ({
  at,
  field,
  before,
  after,
  who: undefined,
  from: 'reading',
});
const renewed = change('startsOn', '2025-11-14', '2026-11-14');
const past = (changes: readonly BookChange[], more: Partial<BoughtSubscription> = {}, supply = [supplied(1)]) =>
  someBooks({ subscriptions: [bought(1, { ...more, history: { changes, since: '2026-01-01T00:00:00Z' } })], supply });
const off = { autoRenew: false } as const;
const byMonth = { ...off, key: { ...premium, term: 'P1M' } } as const;

describe('auto-renew off and no end asked for', () => {
  casesOf('auto_renew_trap', [
    ['it renews', someBooks({ supply: [supplied(1)] })],
    ['off: the monthly plan and three per cent, less what it costs now', past([], off), '103.84 USD, certain, auto_renew_off'],
    ['a cancellation is asked for', past([], { ...off, termEnd: 'cancel' })],
    ['another term is scheduled', past([], { ...off, next: { seats: 20, plan: '' } })],
    ['it ends before the extended term is in force', past([], { ...off, endsOn: '2026-05-03' })],
    ['a trial', past([], { ...off, isTrial: true })],
    ['suspended: Microsoft switches it off itself', past([], { ...off, status: 'suspended' })],
    ['nobody tells what it costs', past([], off, [{ ...supplied(1), unitCost: undefined }]), '103.84 USD, certain, auto_renew_off'],
  ]);
});

describe('it runs in an extended term', () => {
  casesOf('extended_term_charged', [
    [
      'a new term began with auto-renew off',
      past([renewed], byMonth, [supplied(1, { unitCost: '21.60' })]),
      '100 USD, certain, extended_term',
    ],
    ['its term was changed to a longer one', past([renewed, change('term', 'P1M', 'P1Y')], off)],
    ['it renewed by itself', past([renewed], { key: byMonth.key }, [supplied(1, { unitCost: '21.60' })])],
    [
      'it renewed, and auto-renew was turned off later',
      past([renewed, change('autoRenew', 'true', 'false', '2026-11-15T01:00:00Z')], byMonth),
    ],
    ['both found by one reading', past([renewed, change('autoRenew', 'true', 'false')], byMonth), '0 USD, likely, extended_term'],
    [
      'turned off before',
      past([renewed, change('autoRenew', 'true', 'false', '2026-10-15T01:00:00Z')], byMonth),
      '0 USD, certain, extended_term',
    ],
  ]);

  test('is one finding: its monthly term, its cost and the trap follow from it', () => {
    const books = past([renewed], byMonth, [supplied(1, { term: 'P1Y', unitCost: '25' })]);

    expect(kindsIn(books)).toEqual(['extended_term_charged']);
  });
});

describe('the promotion is over', () => {
  const over = change('promotion', 'PROMO-1', undefined);
  casesOf('promotion_ended', [
    [
      'gone with the renewal, and dearer',
      past([over, renewed], {}, [supplied(1, { unitCost: '18.60' })]),
      '25 USD, likely, promotion_over',
    ],
    ['as dear as before', past([over, renewed])],
    ['gone in mid-term', past([over], {}, [supplied(1, { unitCost: '18.60' })])],
    ['another one follows', past([change('promotion', 'PROMO-1', 'PROMO-2'), renewed], {}, [supplied(1, { unitCost: '18.60' })])],
  ]);

  test('is one finding: that the cost moved follows from it', () => {
    expect(kindsIn(past([over, renewed], {}, [supplied(1, { unitCost: '18.60' })]))).toEqual(['promotion_ended']);
  });
});

describe('a change scheduled for the next term', () => {
  const lost = change('nextSeats', '20', undefined);
  const added = change('quantity', '24', '25');
  casesOf('scheduled_change_lost', [
    ['dropped by an immediate change', past([lost, added]), '88 USD, likely, change_dropped'],
    ['gone, nobody knows why', past([lost]), '88 USD, possible, change_dropped'],
    ['more seats were to come', past([change('nextSeats', '30', undefined), added]), '0 USD, likely, change_dropped'],
    ['changed to another number', past([change('nextSeats', '20', '22')])],
    ['it has that number already', past([change('nextSeats', '25', undefined)])],
    ['it came with the new term', past([change('nextSeats', '25', undefined), renewed])],
  ]);
  casesOf('seat_decrease_lost', [
    ['the term began with more seats', past([lost, added, renewed]), '88 USD, likely, change_dropped'],
    ['and nobody knows why', past([lost, renewed]), '88 USD, likely, decrease_not_taken'],
    ['it began with as many as wanted', past([change('nextSeats', '25', undefined), renewed])],
    ['it did not begin yet', past([lost, added])],
  ]);

  test('before the term began and after it are one finding each', () => {
    expect(kindsIn(past([lost, added]))).toEqual(['scheduled_change_lost']);
    expect(kindsIn(past([lost, added, renewed]))).toEqual(['seat_decrease_lost']);
  });
});

describe('a service without a price', () => {
  const free = (price: string) =>
    toCatalogue(
      [{ remoteId: 'premium', name: 'premium', price: new Decimal(price), cost: new Decimal(0) }],
      [{ key: premium, state: 'mapped', serviceRemoteId: 'premium' }],
    );
  const books = (price: string, unitPrice: string) =>
    someBooks({ psas: [psaBook([billed(1, { unitPrice })], { catalogue: free(price) })], supply: [supplied(1)] });
  casesOf('reseller_price_missing', [
    ['billed at nothing', books('0', '0'), '440 USD, certain, price_missing'],
    ['somebody typed a price', books('0', '20')],
    ['given away on purpose: the catalogue has a price', books('22', '0')],
  ]);

  test('is one finding, and says which service', () => {
    expect(kindsIn(books('0', '0'))).toEqual(['reseller_price_missing']);
    expect(sentenceOf(theOne('reseller_price_missing', books('0', '0')))).toBe(
      'premium has no price in the catalogue, so 25 seats are billed at nothing.',
    );
  });
});
