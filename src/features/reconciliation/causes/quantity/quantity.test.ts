import { describe, expect, test } from 'vitest';
import { because, explain } from '../cause-rule.ts';
import type { BookChange } from '../history.ts';
import type { QuantityFacts } from './facts.ts';
import { quantityCauses } from './table.ts';

const facts = (more: Partial<QuantityFacts>): QuantityFacts => ({
  bought: 25,
  counted: 20,
  isNamed: true,
  history: [],
  countedHistory: [],
  countedSince: '2026-01-01T00:00:00Z',
  boughtOn: undefined,
  supplied: undefined,
  countedMovedAt: undefined,
  historySince: undefined,
  other: 'psa',
  ...more,
});
const change = (before: number, after: number, at: string, more: Partial<BookChange> = {}): BookChange => ({
  at,
  field: 'quantity',
  before: String(before),
  after: String(after),
  who: undefined,
  from: 'log',
  ...more,
});
const whyOf = (more: Partial<QuantityFacts>) => explain(quantityCauses, facts(more), because('unknown', 'unknown', 'Nothing is known.'));
const top = (more: Partial<QuantityFacts>): string => {
  const [{ code, certainty }] = whyOf(more).causes;
  return `${code}, ${certainty}`;
};
const grown = change(20, 25, '2026-10-14T09:00:00Z', { who: 'ana@northwind.example' });

describe('seats changed at Microsoft and not at the PSA', () => {
  test('certain, where the line names the subscription and is known not to have changed since', () => {
    expect(top({ history: [grown] })).toBe('seats_added, certain');
    expect(top({ bought: 15, history: [change(20, 15, '2026-10-14T09:00:00Z')] })).toBe('seats_reduced, certain');
  });

  test.each([
    ['the line names nothing', { isNamed: false }],
    ['nobody knows what the line was', { countedSince: undefined }],
    ['the line is only known from later on', { countedSince: '2026-11-01T00:00:00Z' }],
  ])('only likely when %s', (_, more) => {
    expect(top({ history: [grown], ...more })).toBe('seats_added, likely');
  });

  test('by several steps: the step that left the billed number is told', () => {
    const steps = [grown, change(25, 30, '2026-10-20T09:00:00Z')];

    expect(whyOf({ bought: 30, history: steps }).causes[0].sentence).toBe(
      '30 bought, 20 billed: seats went from 20 to 25 on 2026-10-14 by ana@northwind.example, and the PSA was not told.',
    );
  });

  test('the log and our own reading of one change are one', () => {
    const read = change(20, 25, '2026-10-14T12:00:00Z', { from: 'reading' });

    expect(whyOf({ history: [read, grown] }).evidence).toEqual([
      {
        label: 'Seats changed in Partner Center',
        value: '20 to 25 on 2026-10-14 by ana@northwind.example',
        source: 'microsoft',
        readAt: '2026-10-14T09:00:00Z',
      },
    ]);
  });

  test('a change to a number that is not the present one explains nothing', () => {
    expect(top({ history: [change(20, 22, '2026-10-14T09:00:00Z')] })).toBe('unknown, unknown');
  });
});

describe('changed at the PSA only', () => {
  const edited = change(25, 20, '2026-10-14T09:00:00Z', { who: 'jdoe' });

  test('certain, where the line names the subscription', () => {
    expect(top({ countedHistory: [edited] })).toBe('line_changed, certain');
    expect(top({ countedHistory: [edited], isNamed: false })).toBe('line_changed, likely');
  });

  test('not when the seats changed as well, or at the same reading', () => {
    expect(top({ countedHistory: [edited], history: [change(24, 25, '2026-10-14T09:00:00Z')] })).toBe('unknown, unknown');
  });
});

describe('entered with another number', () => {
  test('the line followed a change of seats to a wrong number', () => {
    expect(top({ counted: 24, history: [grown], countedHistory: [change(20, 24, '2026-10-15T09:00:00Z')] })).toBe(
      'entered_wrongly, likely',
    );
  });

  test('from the start, where neither number ever changed', () => {
    expect(top({ boughtOn: '2026-10-02T00:00:00Z' })).toBe('entered_wrongly, likely');
    expect(top({ boughtOn: '2026-10-02T00:00:00Z', countedSince: undefined })).toBe('unknown, unknown');
  });
});

describe('the distributor', () => {
  test('who counts as the PSA does is a possible cause beside a surer one', () => {
    expect(whyOf({ history: [grown], supplied: 20 }).causes.map(({ code }) => code)).toEqual(['seats_added', 'distributor_behind']);
    expect(top({ supplied: 20 })).toBe('distributor_behind, possible');
    expect(top({ supplied: 25 })).toBe('unknown, unknown');
  });

  test('who did not follow a change is behind; nobody knows his past, so it is likely', () => {
    expect(top({ other: 'distributor', countedSince: undefined, history: [grown] })).toBe('distributor_behind, likely');
  });
});

describe('a book without a history of its own', () => {
  const watched = { other: 'distributor', countedSince: undefined, historySince: '2026-01-01T00:00:00Z' } as const;

  test('moved alone, where the seats did not move since they are watched', () => {
    expect(top({ ...watched, countedMovedAt: '2026-10-14T09:00:00Z' })).toBe('distributor_changed, likely');
  });

  test.each([
    ['it did not move since then either', { countedMovedAt: '2026-01-01T00:00:00Z' }],
    ['the seats moved as well', { countedMovedAt: '2026-10-14T09:00:00Z', history: [change(24, 25, '2026-10-10T09:00:00Z')] }],
    ['nobody watched', { countedMovedAt: '2026-10-14T09:00:00Z', historySince: undefined }],
  ])('nothing is said when %s', (_, more) => {
    expect(top({ ...watched, ...more })).toBe('unknown, unknown');
  });
});

test('every cause rule names its source', () => {
  for (const { name, source } of quantityCauses) expect([name, source.length > 20]).toEqual([name, true]);
});
