import { describe, expect, test } from 'vitest';
import {
  billed,
  bought,
  catalogue,
  distributorBook,
  exchange,
  premiumMonthly,
  premiumYearly,
  psaBook,
  supplied,
  unsold,
} from '../../../test/support/some-books.ts';
import type { BilledLine, BoughtSubscription, SuppliedSubscription } from './books.ts';
import { matchDistributor } from './match-distributor.ts';
import { matchPsa } from './match-psa.ts';
import { isOtherTerm, pairWrongTerms } from './match-wrong-term.ts';

const today = '2026-11-21';
const same = bought(1).remoteId;

/** Ends of ids, by class: "groups 1+2<5001", so that a table can be read. */
const short = ({ remoteId }: { readonly remoteId: string }): string => remoteId.replace(/^.*-0*(?=\d)/, '');
function classes(
  subscriptions: readonly BoughtSubscription[],
  lines: readonly BilledLine[],
  more: Parameters<typeof psaBook>[1] = {},
  aliases: ReadonlyMap<string, string> = new Map(),
): string[] {
  const found = matchPsa(psaBook(lines, more), subscriptions, aliases, today);
  return [
    ...found.groups.map((group) => `${group.how} ${group.subscriptions.map(short).join('+')}<${group.lines.map(short).join('+')}`),
    ...found.wrongTerms.map((wrong) => `wrongTerm ${short(wrong.subscription)}<${short(wrong.line)}`),
    ...found.stillBilled.map((still) => `stillBilled ${short(still.subscription)}<${short(still.line)}`),
    ...found.unbilled.map((each) => `unbilled ${short(each)}`),
    ...found.strays.map((line) => `stray ${short(line)}`),
  ];
}

type Row = readonly [string, readonly BoughtSubscription[], readonly BilledLine[], ...string[]];
const anon = (n: number, more: Parameters<typeof billed>[1] = {}) => billed(n, { vendorId: undefined, ...more });

describe('which line bills which subscription (psa reference 7.4)', () => {
  const rows: readonly Row[] = [
    ['the id in the line', [bought(1)], [billed(1)], 'subscriptionId 1<5001'],
    ['two lines with the id', [bought(1)], [billed(1), billed(2, { vendorId: same })], 'subscriptionId 1<5001+5002'],
    ['the id wins over the service', [bought(1)], [billed(1, { serviceRemoteId: 'labour' })], 'subscriptionId 1<5001'],
    ['account and service', [bought(1)], [anon(1)], 'service 1<5001'],
    ['one line for two subscriptions', [bought(1), bought(2)], [anon(1)], 'service 1+2<5001'],
    ['two lines for two subscriptions', [bought(1), bought(2)], [anon(1), anon(2)], 'service 1+2<5001+5002'],
    ['a line without a name joins the named one of its service', [bought(1)], [billed(1), anon(2)], 'service 1<5001+5002'],
    ['it joins all named ones of its service', [bought(1), bought(2)], [billed(1), billed(2), anon(3)], 'service 1+2<5001+5002+5003'],
    [
      'a named and an unnamed subscription of one service are apart',
      [bought(1), bought(2)],
      [billed(1), anon(3)],
      'subscriptionId 1<5001',
      'service 2<5003',
    ],
    [
      'each product for itself',
      [bought(1), bought(2, { key: exchange })],
      [anon(1), anon(2, { serviceRemoteId: 'exchange' })],
      'service 1<5001',
      'service 2<5002',
    ],
    ['nothing bills it', [bought(1)], [], 'unbilled 1'],
    ['nothing is bought', [], [anon(1)], 'stray 5001'],
    ['labour', [], [anon(1, { serviceRemoteId: 'labour' })]],
    ['labour that names a subscription nobody has', [], [billed(7, { serviceRemoteId: 'labour' })], 'stray 5007'],
    ['the other term', [bought(1, { key: premiumYearly })], [anon(1)], 'wrongTerm 1<5001'],
    ['a product without service', [bought(1, { key: unsold })], [], 'unbilled 1'],
    ['cancelled by id', [bought(1, { status: 'cancelled' })], [billed(1)], 'stillBilled 1<5001'],
    ['cancelled by service', [bought(1, { status: 'expired' })], [anon(1)], 'stillBilled 1<5001'],
    ['cancelled beside a living one of the service', [bought(1, { status: 'cancelled' }), bought(2)], [anon(1)], 'service 2<5001'],
    ['a trial and its line', [bought(1, { isTrial: true })], [billed(1)]],
    ['a trial and an unnamed line', [bought(1, { isTrial: true })], [anon(1)]],
    ['no seats and no line', [bought(1, { seats: 0 })], []],
    ['no seats and a line', [bought(1, { seats: 0 })], [billed(1)], 'subscriptionId 1<5001'],
    ['free of charge covers it', [bought(1)], [billed(1, { isBilled: false })]],
    ['free of charge of the service covers it', [bought(1)], [anon(1, { isBilled: false })]],
    [
      'free of charge beside a billed one',
      [bought(1)],
      [billed(1), billed(2, { vendorId: same, isBilled: false })],
      'subscriptionId 1<5001',
    ],
    ['ended today is no line', [bought(1)], [billed(1, { cancelledOn: today })], 'unbilled 1'],
    ['ends tomorrow is one', [bought(1)], [billed(1, { cancelledOn: '2026-11-22' })], 'subscriptionId 1<5001'],
    [
      'a successor takes over',
      [bought(1)],
      [billed(1, { cancelledOn: '2026-11-30' }), billed(2, { vendorId: same, fromOn: '2026-12-01' })],
      'subscriptionId 1<5002',
    ],
    [
      'a second one planned beside an open one',
      [bought(1)],
      [billed(1), billed(2, { vendorId: same, fromOn: '2026-12-01' })],
      'subscriptionId 1<5001+5002',
    ],
  ];
  test.each(rows.map(([name, subscriptions, lines, ...expected]) => ({ name, subscriptions, lines, expected })))(
    '$name',
    ({ subscriptions, lines, expected }) => {
      expect(classes(subscriptions, lines)).toEqual(expected);
    },
  );

  test("the distributor's id in the line is another name of the subscription", () => {
    const aliases = new Map([['pax-1', same]]);
    expect(classes([bought(1)], [billed(1, { vendorId: 'pax-1' })], {}, aliases)).toEqual(['subscriptionId 1<5001']);
    // An id that nobody knows may be that of the subscription before its renewal: account and service decide.
    expect(classes([bought(1)], [billed(1, { vendorId: 'pax-2' })], {}, aliases)).toEqual(['service 1<5001']);
  });

  test('an alias of a subscription that is gone is nobody', () => {
    expect(classes([], [billed(1, { vendorId: 'pax-1' })], {}, new Map([['pax-1', same]]))).toEqual(['stray 5001']);
  });
});

describe('when several tenants share the account', () => {
  const elsewhere = (subscriptions: readonly string[], services: readonly string[]) => ({
    elsewhere: { subscriptionIds: new Set(subscriptions), serviceIds: new Set(services) },
  });
  test.each([
    [
      "a line that names another tenant's subscription is his",
      [bought(1)],
      [billed(1), billed(7)],
      elsewhere([bought(7).remoteId], []),
      ['subscriptionId 1<5001'],
    ],
    ['a service that both buy cannot be told apart', [bought(1)], [anon(1)], elsewhere([], ['premium']), []],
    ['and without a line nothing is called missing', [bought(1)], [], elsewhere([], ['premium']), []],
    [
      'what names the own subscription is clear all the same',
      [bought(1)],
      [billed(1), anon(2)],
      elsewhere([], ['premium']),
      ['subscriptionId 1<5001'],
    ],
    ['another service is not touched by it', [bought(1)], [anon(1)], elsewhere([], ['exchange']), ['service 1<5001']],
  ] as const)('%s', (_name, subscriptions, lines, more, expected) => {
    expect(classes(subscriptions, lines, more)).toEqual(expected);
  });
});

describe('the agreement', () => {
  const under = (active: boolean, endsOn: string | undefined) => ({
    agreements: new Map([['30', { remoteId: '30', active, cycleMonths: 1, currency: 'USD', endsOn }]]),
  });
  test.each([
    ['runs', under(true, undefined), ['subscriptionId 1<5001']],
    ['is switched off', under(false, undefined), ['unbilled 1']],
    ['ended yesterday', under(true, '2026-11-20'), ['unbilled 1']],
    ['ends today', under(true, today), ['subscriptionId 1<5001']],
    ['is not known: the line counts', { agreements: new Map() }, ['subscriptionId 1<5001']],
  ] as const)('%s', (_name, more, expected) => {
    expect(classes([bought(1)], [billed(1)], more)).toEqual(expected);
  });
});

describe('a line of another term', () => {
  test.each([
    ['the term it is for', 'premium', bought(1).key, false],
    ['the other term', 'premium-1m', bought(1).key, true],
    ['the other frequency', 'premium-yearly', bought(1).key, true],
    ['another product', 'exchange', bought(1).key, false],
    ['a service of nothing', 'labour', bought(1).key, false],
    ['a product that no service bills', 'premium', unsold, false],
  ] as const)('%s', (_name, serviceRemoteId, key, expected) => {
    expect(isOtherTerm(catalogue, billed(1, { serviceRemoteId }), bought(1, { key }))).toBe(expected);
  });

  const open = [bought(1, { key: premiumMonthly, seats: 10 }), bought(2, { key: premiumYearly, seats: 15 })];
  test.each([
    ['the seats decide', [anon(1, { quantity: 15 })], ['2<5001'], ['1'], []],
    ['nothing decides', [anon(1, { quantity: 12 })], [], ['1', '2'], ['5001']],
    ['the second is left when the first is taken', [anon(1, { quantity: 10 }), anon(2, { quantity: 99 })], ['1<5001', '2<5002'], [], []],
    ['a named line is for somebody else', [billed(9, { quantity: 15 })], [], ['1', '2'], ['5009']],
    ['free of charge decides nothing', [anon(1, { quantity: 15, isBilled: false })], [], ['1', '2'], ['5001']],
  ] as const)('%s', (_name, lines, wrong, unbilled, rest) => {
    const found = pairWrongTerms(catalogue, open, lines);
    expect(found.wrongTerms.map((each) => `${short(each.subscription)}<${short(each.line)}`)).toEqual(wrong);
    expect(found.unbilled.map(short)).toEqual(unbilled);
    expect(found.rest.map(short)).toEqual(rest);
  });
});

describe('which subscription at the distributor is which at Microsoft (distributors reference, section 7)', () => {
  const sku = 'cfq7ttc0lchc:0002';
  const byProduct = (n: number, more: Parameters<typeof supplied>[1] = {}) => supplied(n, { microsoftId: undefined, sku, ...more });
  function sides(subscriptions: readonly BoughtSubscription[], supply: readonly SuppliedSubscription[]): string[] {
    const found = matchDistributor(distributorBook(supply), subscriptions);
    return [
      ...found.matches.map((match) => `${match.how} ${short(match.bought)}<${short(match.supplied)}`),
      ...found.unsupplied.map((each) => `unsupplied ${short(each)}`),
      ...found.stray.map((each) => `stray ${short(each)}`),
    ];
  }

  test.each([
    ['by id', [bought(1)], [supplied(1)], ['subscriptionId 1<1']],
    ['by product, where one is left on both sides', [bought(1)], [byProduct(1)], ['product 1<1']],
    ['the id takes one, the product the other', [bought(1), bought(2)], [supplied(1), byProduct(2)], ['subscriptionId 1<1', 'product 2<2']],
    ['two there, one here', [bought(1)], [byProduct(1), byProduct(2)], ['unsupplied 1', 'stray 1', 'stray 2']],
    ['one there, two here', [bought(1), bought(2)], [byProduct(1)], ['unsupplied 1', 'unsupplied 2', 'stray 1']],
    ['another product', [bought(1)], [byProduct(1, { sku: 'x:y' })], ['unsupplied 1', 'stray 1']],
    ['another term', [bought(1)], [byProduct(1, { term: 'P1M' })], ['unsupplied 1', 'stray 1']],
    ['another frequency', [bought(1)], [byProduct(1, { frequency: 'annual' })], ['unsupplied 1', 'stray 1']],
    ['no product told', [bought(1)], [byProduct(1, { sku: undefined })], ['unsupplied 1', 'stray 1']],
    ['an id that nobody has', [bought(1)], [supplied(9)], ['unsupplied 1', 'stray 9']],
    ['an id that nobody has is not matched by product', [bought(1)], [supplied(9, { sku })], ['unsupplied 1', 'stray 9']],
    ['nothing there', [bought(1)], [], ['unsupplied 1']],
    ['nothing here', [], [supplied(1)], ['stray 1']],
    ['ended there, no id', [bought(1)], [byProduct(1, { status: 'cancelled' })], ['unsupplied 1']],
    ['ended there, by id', [bought(1)], [supplied(1, { status: 'cancelled' })], ['subscriptionId 1<1', 'unsupplied 1']],
    [
      'ended there and a new one by product',
      [bought(1)],
      [supplied(1, { status: 'cancelled' }), byProduct(2)],
      ['subscriptionId 1<1', 'product 1<2'],
    ],
    ['pending there, by id', [bought(1)], [supplied(1, { status: 'pending' })], ['subscriptionId 1<1']],
    ['a trial here', [bought(1, { isTrial: true })], [byProduct(1)], ['stray 1']],
    ['no seats here', [bought(1, { seats: 0 })], [], []],
    ['ended here, by id', [bought(1, { status: 'cancelled' })], [supplied(1)], ['subscriptionId 1<1']],
    ['two there with one id', [bought(1)], [supplied(1), supplied(2, { microsoftId: same })], ['subscriptionId 1<1', 'subscriptionId 1<2']],
  ] as const)('%s', (_name, subscriptions, supply, expected) => {
    expect(sides(subscriptions, supply)).toEqual(expected);
  });
});
