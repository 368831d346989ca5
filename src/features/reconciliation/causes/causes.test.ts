import { describe, expect, test } from 'vitest';
import { Decimal } from '../../../lib/decimal.ts';
import { because, type CauseRule, explain } from './cause-rule.ts';
import type { BookChange } from './history.ts';
import type { EndedFacts, UnbilledFacts } from './line/facts.ts';
import { endedCauses, unbilledCauses } from './line/table.ts';
import type { BelowCostFacts, CostFacts } from './price/facts.ts';
import { belowCostCauses, costCauses } from './price/table.ts';
import type { TermFacts } from './term/facts.ts';
import { termCauses } from './term/table.ts';

const top = <Facts>(rules: readonly CauseRule<Facts>[], facts: Facts): string => {
  const [{ code, certainty }] = explain(rules, facts, because('unknown', 'unknown', 'Nothing is known.')).causes;
  return `${code}, ${certainty}`;
};
const change = (field: string, before: string, after: string): BookChange => ({
  at: '2026-10-14T09:00:00Z',
  field,
  before,
  after,
  who: 'jdoe',
  from: 'log',
});

describe('nothing bills it', () => {
  const facts = (more: Partial<UnbilledFacts> = {}): UnbilledFacts => ({
    name: 'Exchange Online',
    seats: 5,
    createdAt: '2026-10-02T00:00:00Z',
    isSeenFromBirth: true,
    former: [],
    ...more,
  });

  test('no line ever did: likely, for a line under another account cannot be excluded', () => {
    expect(top(unbilledCauses, facts())).toBe('never_billed, likely');
  });

  test.each(['ended', 'deleted'] as const)('the line with its id was %s: certain', (how) => {
    expect(top(unbilledCauses, facts({ former: [{ remoteId: '7', endedOn: '2026-10-31', how }] }))).toBe('line_ended_early, certain');
  });
});

describe('billed, and gone at Microsoft', () => {
  const facts = (more: Partial<EndedFacts>): EndedFacts => ({
    name: 'Exchange Online',
    status: 'cancelled',
    billed: '5',
    isNamed: true,
    history: [],
    ...more,
  });

  test.each([
    [{}, 'cancelled_at_microsoft, certain'],
    [{ isNamed: false }, 'cancelled_at_microsoft, likely'],
    [{ status: 'expired' }, 'expired_at_microsoft, certain'],
    [{ status: 'unknown' }, 'unknown, unknown'],
  ] as const)('%j: %s', (more, expected) => {
    expect(top(endedCauses, facts(more))).toBe(expected);
  });
});

describe('another term', () => {
  const facts = (more: Partial<TermFacts> = {}): TermFacts => ({
    bought: { term: 'P1Y', frequency: 'monthly', label: '1 year, monthly' },
    other: { term: 'P1M', frequency: 'monthly', label: '1 month' },
    book: 'psa',
    isNamed: true,
    history: [],
    isSeenFromBirth: false,
    ...more,
  });

  test.each([
    [{ history: [change('term', 'P1M', 'P1Y')] }, 'term_changed, certain'],
    [{ history: [change('term', 'P1M', 'P1Y')], isNamed: false }, 'term_changed, likely'],
    [{ isSeenFromBirth: true }, 'service_of_other_term, certain'],
    [{}, 'service_of_other_term, likely'],
    [{ history: [change('term', 'P3Y', 'P1Y')] }, 'unknown, unknown'],
  ])('%j: %s', (more, expected) => {
    expect(top(termCauses, facts(more))).toBe(expected);
  });
});

describe('sold below cost', () => {
  const facts = (more: Partial<BelowCostFacts> = {}): BelowCostFacts => ({
    sale: new Decimal(15),
    cost: new Decimal(18),
    currency: 'USD',
    list: new Decimal(22),
    noted: new Decimal(18),
    isOwnCost: true,
    lineHistory: [],
    ...more,
  });

  test.each([
    ['the price was lowered below the cost', { lineHistory: [change('unitPrice', '22', '15')] }, 'price_lowered, certain'],
    ['lowered, but it was below the cost before', { list: undefined, lineHistory: [change('unitPrice', '16', '15')] }, 'unknown, unknown'],
    ['below the catalogue, which covers the cost', {}, 'price_lowered, likely'],
    ['it covered the noted cost, and the cost is higher', { noted: new Decimal(14), list: new Decimal(15) }, 'cost_raised, likely'],
    ['nothing is noted or listed', { noted: undefined, list: undefined }, 'unknown, unknown'],
  ])('%s', (_, more, expected) => {
    expect(top(belowCostCauses, facts(more))).toBe(expected);
  });
});

describe('the distributor asks another cost than the line notes', () => {
  const facts = (more: Partial<CostFacts> = {}): CostFacts => ({
    cost: new Decimal(19),
    noted: new Decimal(18),
    currency: 'USD',
    listed: new Decimal(18),
    isNamed: true,
    lineHistory: [],
    ...more,
  });

  test.each([
    ['the catalogue notes what the line notes', {}, 'distributor_cost_changed, likely'],
    ['the catalogue agrees with the distributor', { listed: new Decimal(19) }, 'noted_cost_outdated, likely'],
    ['the line was right and was changed', { lineHistory: [change('unitCost', '19', '18')] }, 'noted_cost_outdated, certain'],
  ])('%s', (_, more, expected) => {
    expect(top(costCauses, facts(more))).toBe(expected);
  });
});

test('every cause rule names its source', () => {
  const all = [...unbilledCauses, ...endedCauses, ...termCauses, ...belowCostCauses, ...costCauses];

  for (const { name, source } of all) expect([name, source.length > 20]).toEqual([name, true]);
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
});
