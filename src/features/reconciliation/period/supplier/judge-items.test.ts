import { describe, expect, test } from 'vitest';
import { Decimal } from '../../../../lib/decimal.ts';
import { parseDay } from '../../files/days.ts';
import { chargedMonth } from '../month.ts';
import type { PublishedFile } from '../published.ts';
import type { Bought, BoughtState, Supply, SupplyState } from './charge.ts';
import type { Item } from './item.ts';
import { judgeItems } from './judge-items.ts';
import type { ListPrice } from './list-price.ts';
import { timelineOf } from './timeline.ts';

const month = chargedMonth('2026-11', Temporal.Instant.from('2026-12-06T00:00:00Z'));
const day = (text: string): number => parseDay(text) ?? Number.NaN;
const at = (text: string): number => Temporal.Instant.from(text).epochMilliseconds;

const file = { connectionId: 'pax8', number: 'INV' } as PublishedFile; // of a file only these are looked at

const item = (changes: Partial<Item> = {}): Item => ({
  connectionId: 'pax8',
  invoice: 'INV',
  lineNo: 0,
  companyId: 'company',
  subscriptionId: 'sub',
  type: 'subscription',
  start: day('2026-11-01'),
  end: '2026-12-01',
  quantity: new Decimal(10),
  cost: new Decimal('4.50'),
  costTotal: new Decimal(45),
  currency: 'USD',
  frequency: 'monthly',
  isFlat: false,
  ...changes,
});

type Changes<Was> = readonly { readonly at: string; readonly before: Partial<Was> }[];
const history = <Was>(changes: Changes<Was>) =>
  changes.map((change) => ({
    atMs: at(change.at),
    changes: Object.fromEntries(Object.entries(change.before).map(([field, before]) => [field, { before }])),
  }));

const supply = (now: Partial<SupplyState> = {}, changes: Changes<SupplyState> = [], more: Partial<Supply> = {}): Supply => ({
  connectionId: 'pax8',
  remoteId: 'sub',
  companyId: 'company',
  microsoftId: 'ms',
  name: 'Business Basic',
  startsOn: day('2026-01-01'),
  retiredMs: undefined,
  seenMs: day('2026-01-01') * 86_400_000,
  timeline: timelineOf<SupplyState>(
    { seats: 10, status: 'active', term: 'P1Y', frequency: 'monthly', unit_cost: '4.5', currency: 'USD', ends_on: null, ...now },
    history(changes),
  ),
  prices: [],
  isNotedOtherwise: false,
  ...more,
});
const bought = (now: Partial<BoughtState> = {}, changes: Changes<BoughtState> = [], more: Partial<Bought> = {}): Bought => ({
  id: 'ms',
  tenantId: 'tenant',
  name: 'Business Basic',
  timeline: timelineOf<BoughtState>({ seats: 10, status: 'active', ends_on: null, ...now }, history(changes)),
  seenMs: day('2026-01-01') * 86_400_000,
  told: undefined,
  ...more,
});

type World = {
  readonly items?: readonly Item[];
  readonly supply?: Supply | null;
  readonly bought?: Bought | null;
  readonly isComplete?: boolean;
};
const judge = ({ items = [item()], supply: there = supply(), bought: here = bought(), isComplete = true }: World) =>
  judgeItems(
    [{ file, items, isComplete }],
    {
      supplies: new Map(there === null ? [] : [['pax8 sub', there]]),
      bought: new Map(here === null ? [] : [['ms', here]]),
      complete: new Set(isComplete ? ['pax8'] : []),
    },
    month,
  ).map(({ fault }) => [fault.kind, fault.cause, fault.impact.toFixed()]);

const nothing: never[] = [];

describe('what a distributor charges', () => {
  test('is right when it is what both sides had', () => {
    expect(judge({})).toEqual(nothing);
  });

  test('by Microsoft’s id of a subscription is known, unless two have it', () => {
    const byMicrosoft = [item({ subscriptionId: 'MS' })];
    expect(judge({ items: byMicrosoft })).toEqual(nothing);
    const found = judgeItems(
      [{ file, items: byMicrosoft, isComplete: true }],
      {
        supplies: new Map([
          ['pax8 sub', supply()],
          ['pax8 other', supply({}, [], { remoteId: 'other', startsOn: undefined })],
        ]),
        bought: new Map([['ms', bought()]]),
        complete: new Set(['pax8']),
      },
      month,
    );
    expect(found.map(({ subscriptionId }) => subscriptionId)).toContain('MS');
  });

  test('for more seats than there were costs money', () => {
    expect(judge({ items: [item({ quantity: new Decimal(12), costTotal: new Decimal(54) })] })).toEqual([
      ['quantity_mismatch_distributor', 'unknown', '9'],
    ]);
  });

  test('is right when it was so at any moment of the period', () => {
    const raised = bought({ seats: 12 }, [{ at: '2026-11-10T00:00:00Z', before: { seats: 10 } }]);
    expect(judge({ bought: raised })).toEqual(nothing);
    expect(judge({ bought: raised, items: [item({ quantity: new Decimal(12) })] })).toEqual(nothing);
    expect(
      judge({ bought: bought({ seats: 12 }, [{ at: '2026-10-30T00:00:00Z', before: { seats: 10 } }]), supply: supply({ seats: 12 }) }),
    ).toEqual([['quantity_mismatch_distributor', 'unknown', '-9']]);
  });

  test('by its own books that differ from those of Microsoft is one fault, and the comparison of the books has it', () => {
    const items = [item({ quantity: new Decimal(12) })];
    expect(judge({ items, supply: supply({ seats: 12 }) })).toEqual(nothing);
    // Put right since: the books agree, and the money of that invoice is lost all the same.
    const since = supply({}, [{ at: '2026-12-02T00:00:00Z', before: { seats: 12 } }]);
    expect(judge({ items, supply: since })).toEqual([['quantity_mismatch_distributor', 'unknown', '9']]);
  });

  test('before anybody here looked proves nothing, unless the activity log tells what happened', () => {
    const seenMs = at('2026-11-21T00:00:00Z');
    const items = [item({ quantity: new Decimal(8), cost: new Decimal(9) })];
    expect(judge({ items, supply: supply({}, [], { seenMs }), bought: bought({}, [], { seenMs }) })).toEqual(nothing);
    expect(judge({ items, supply: supply({}, [], { seenMs }), bought: bought({}, [], { seenMs, told: [8, 10] }) })).toEqual(nothing);
    expect(judge({ items, supply: supply({}, [], { seenMs }), bought: bought({}, [], { seenMs, told: [] }) })).toEqual([
      ['quantity_mismatch_distributor', 'unknown', '-18'],
    ]);
  });

  test('twice by the same item is said to be that', () => {
    expect(judge({ items: [item(), item({ lineNo: 7 })] })).toEqual([['quantity_mismatch_distributor', 'line_repeated', '45']]);
  });

  test('in two items that add up to the seats is right', () => {
    expect(judge({ items: [item({ quantity: new Decimal(5) }), item({ lineNo: 1, quantity: new Decimal(5) })] })).toEqual(nothing);
  });

  test('with a change inside the period on the same invoice is explained by it', () => {
    const added = item({ type: 'prorate', lineNo: 1, quantity: new Decimal(2), start: day('2026-11-10') });
    expect(judge({ items: [item({ quantity: new Decimal(8) }), added] })).toEqual(nothing);
  });

  test('at another cost than listed is a price, a cent a seat is rounding', () => {
    expect(judge({ items: [item({ cost: new Decimal('4.51') })] })).toEqual(nothing);
    expect(judge({ items: [item({ cost: new Decimal('5.00') })] })).toEqual([['price_mismatch_distributor', 'not_the_listed_cost', '5']]);
    const raised = supply({ unit_cost: '5' }, [{ at: '2026-11-20T00:00:00Z', before: { unit_cost: '4.5' } }]);
    expect(judge({ supply: raised })).toEqual(nothing);
    expect(judge({ supply: supply({ unit_cost: null }), items: [item({ cost: new Decimal(9) })] })).toEqual(nothing);
    expect(judge({ supply: supply({ currency: 'EUR' }), items: [item({ cost: new Decimal(9) })] })).toEqual(nothing);
  });

  describe('more than the price list had', () => {
    const listed = (cost: string, read: string, over: Partial<ListPrice> = {}): ListPrice => ({
      ...{ term: 'P1Y', frequency: 'monthly', kind: 'flat', per: 'unit', quantity_from: '1', quantity_to: null, currency: 'USD' },
      ...{ cost, readMs: at(`${read}T08:00:00Z`), seenMs: at('2026-12-05T08:00:00Z') },
      ...over,
    });
    /** A term of a year that began on the 10th of October. */
    const since = { ends_on: '2027-10-10', unit_cost: '5' };
    const dear = (prices: readonly ListPrice[], more: Partial<Supply> = {}, now: Partial<SupplyState> = {}) =>
      judge({ items: [item({ cost: new Decimal('5.00') })], supply: supply({ ...since, ...now }, [], { prices, ...more }) });

    test('when the term began is a price, although its own books charge it', () => {
      expect(dear([listed('4.60', '2026-10-10')])).toEqual([['price_mismatch_distributor', 'not_the_listed_cost', '4']]);
      expect(dear([listed('4.995', '2026-10-10')])).toEqual(nothing); // rounding
    });

    test('proves nothing where the list was read only later', () => {
      expect(dear([listed('4.60', '2026-10-11')])).toEqual(nothing);
    });

    test('at any time since then is what counts: a list that rose, or fell, explains it', () => {
      const fell = [listed('5', '2026-10-01', { seenMs: at('2026-11-19T08:00:00Z') }), listed('4.60', '2026-11-20')];
      expect(dear(fell)).toEqual(nothing);
      expect(dear([listed('4.60', '2026-10-01', { seenMs: at('2026-11-19T08:00:00Z') }), listed('5', '2026-11-20')])).toEqual(nothing);
    });

    test('is told once where the books have it, and not of less, of another currency or without a commitment', () => {
      const cheaper = [listed('4.60', '2026-10-10')];
      expect(dear(cheaper, { isNotedOtherwise: true })).toEqual(nothing);
      expect(dear([listed('6', '2026-10-10')])).toEqual(nothing);
      expect(dear([listed('4.60', '2026-10-10', { currency: null })])).toEqual(nothing);
      expect(dear(cheaper, {}, { term: 'none' })).toEqual(nothing);
      expect(dear(cheaper, {}, { ends_on: null })).toEqual(nothing);
    });

    test('is one fault beside another cost than its own books have', () => {
      expect(dear([listed('4.60', '2026-10-10')], {}, { unit_cost: '4.5' })).toEqual([
        ['price_mismatch_distributor', 'not_the_listed_cost', '5'],
      ]);
    });
  });

  test('by another period is that one fault, not also a price', () => {
    expect(judge({ items: [item({ frequency: 'annual', cost: new Decimal(54) })] })).toEqual([
      ['wrong_term_distributor', 'service_of_other_term', '0'],
    ]);
  });

  test('after its end is lost, less what was given back', () => {
    const ended = supply({ status: 'cancelled' }, [{ at: '2026-10-20T00:00:00Z', before: { status: 'active' } }]);
    expect(judge({ supply: ended })).toEqual([['cancelled_still_billed_distributor', 'charged_after_end', '45']]);
    const credit = item({ type: 'prorate', lineNo: 1, costTotal: new Decimal(-45) });
    expect(judge({ supply: ended, items: [item(), credit] })).toEqual(nothing);
    const later = supply({ status: 'cancelled' }, [{ at: '2026-11-20T00:00:00Z', before: { status: 'active' } }]);
    expect(judge({ supply: later })).toEqual(nothing);
  });

  test('of what ended at Microsoft is found in the books while the distributor has it alive', () => {
    const gone = bought({ status: 'cancelled' }, [{ at: '2026-10-20T00:00:00Z', before: { status: 'active' } }]);
    expect(judge({ bought: gone })).toEqual(nothing);
    const since = supply({ status: 'cancelled' }, [{ at: '2026-12-02T00:00:00Z', before: { status: 'active' } }]);
    expect(judge({ bought: gone, supply: since })).toEqual([['cancelled_still_billed_distributor', 'charged_after_end', '45']]);
  });

  test('an end that nobody saw and no date proves accuses nobody', () => {
    const unseen = supply({ status: 'cancelled' });
    expect(judge({ supply: unseen, bought: null })).toEqual(nothing);
    expect(judge({ supply: supply({ status: 'cancelled', ends_on: '2026-09-30' }), bought: null })).toMatchObject([
      ['cancelled_still_billed_distributor', 'charged_after_end', '45'],
    ]);
  });

  test('of a subscription that it does not list is said, once all that it lists was read', () => {
    expect(judge({ supply: null })).toEqual([['cancelled_still_billed_distributor', 'unknown_subscription', '45']]);
    expect(judge({ supply: null, isComplete: false })).toEqual(nothing);
  });

  test('usage in arrears, fees and credits are no seats', () => {
    const usage = item({ frequency: undefined, quantity: new Decimal(300) });
    expect(judge({ items: [usage, item({ type: 'service-credit', subscriptionId: '', costTotal: new Decimal(-5) })] })).toEqual(nothing);
  });
});

describe('what it does not charge', () => {
  const others = [item({ subscriptionId: 'other' })];
  const missing = (world: World) => judge({ items: others, ...world }).filter(([kind]) => kind === 'missing_in_distributor');

  test('although it is active comes later, or is forgotten', () => {
    expect(missing({})).toEqual([['missing_in_distributor', 'cycle_not_charged', '-45']]);
  });

  test('is not missing on half an invoice, in its first month, by the year, or after its end', () => {
    expect(missing({ isComplete: false })).toEqual(nothing);
    expect(missing({ supply: supply({}, [], { startsOn: day('2026-11-15') }) })).toEqual(nothing);
    expect(missing({ supply: supply({ frequency: 'annual' }) })).toEqual(nothing);
    expect(missing({ bought: bought({ status: 'cancelled' }) })).toEqual(nothing);
    expect(missing({ items: [] })).toEqual(nothing);
  });
});
