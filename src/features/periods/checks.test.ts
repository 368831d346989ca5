import { expect, test } from 'vitest';
import { type Check, checklist, type Facts, isReady } from './checks.ts';

const done: Facts = {
  unmapped: 0,
  unowned: 0,
  waiting: 0,
  invoices: { count: 2, notTying: 0, noHeader: 0, suspenseLines: 0, unknownLines: 0 },
  isCompared: true,
  incomplete: [],
  untied: [],
};
const lines = (facts: Partial<Facts>): Check[] => checklist({ ...done, ...facts }).filter(({ state }) => state !== 'met');

test('a month in which everything is done is ready', () => {
  expect(isReady(checklist(done))).toBe(true);
  expect(checklist(done).map(({ id }) => id)).toEqual([
    'unmapped',
    'toDo',
    'waiting',
    'invoices',
    'suspense',
    'compared',
    'sources',
    'totals',
  ]);
});

test.each<[string, Partial<Facts>, string]>([
  ['one that is not mapped', { unmapped: 1 }, '1 difference cannot be judged: not mapped.'],
  ['some that nobody owns', { unowned: 3 }, "3 differences are to do and nobody's."],
  ['one that waits', { waiting: 1 }, '1 difference waits for approval or is being applied.'],
  [
    'an invoice that is not the sum of its lines',
    { invoices: { count: 2, notTying: 1, noHeader: 0, suspenseLines: 0, unknownLines: 0 } },
    '1 provider invoice of 2 is not complete, or not the sum of its lines.',
  ],
  [
    'lines in suspense',
    { invoices: { count: 2, notTying: 0, noHeader: 0, suspenseLines: 7, unknownLines: 0 } },
    '7 invoice lines wait in suspense.',
  ],
  ['a version that came after the comparison', { isCompared: false }, 'An invoice was published after the last comparison.'],
  ['invoices that were never compared', { isCompared: undefined }, 'The invoices were never compared.'],
  ['a source that was not read whole', { incomplete: ['Pax8', 'ConnectWise'] }, 'Not read whole: Pax8, ConnectWise.'],
  ['money that does not tie', { untied: ['EUR'] }, 'The totals do not tie in EUR.'],
])('%s stands in the way, and is named', (_what, facts, sentence) => {
  expect(lines(facts)).toMatchObject([{ state: 'notMet', sentence }]);
  expect(isReady(checklist({ ...done, ...facts }))).toBe(false);
});

test.each<[string, number, number, string]>([
  ['lines alone', 0, 1, '1 invoice line in suspense is of a customer or product that is not known.'],
  [
    'differences and lines',
    2,
    5,
    '2 differences cannot be judged: not mapped. 5 invoice lines in suspense are of a customer or product that is not known.',
  ],
])('%s of customers or products that nobody knows are not called mapped', (_what, unmapped, unknownLines, sentence) => {
  const invoices = { ...done.invoices, suspenseLines: 7, unknownLines };

  expect(lines({ unmapped, invoices }).map((check) => [check.id, check.count, check.lines, check.sentence])).toEqual([
    ['unmapped', unmapped + unknownLines, unknownLines, sentence],
    ['suspense', 7, 7, '7 invoice lines wait in suspense.'],
  ]);
});

test('what is met says only what was looked at', () => {
  const met = (facts: Partial<Facts>) => checklist({ ...done, ...facts }).find(({ id }) => id === 'unmapped');

  expect(met({})).toMatchObject({ state: 'met', sentence: 'No difference and no invoice line waits for a mapping.' });
  expect(met({ invoices: { ...done.invoices, count: 0 } })).toMatchObject({ state: 'met', sentence: 'No difference waits for a mapping.' });
});

test('what is not there proves nothing: a month without invoices or comparison is not ready by itself', () => {
  const nothing = lines({ invoices: { count: 0, notTying: 0, noHeader: 0, suspenseLines: 0, unknownLines: 0 }, incomplete: undefined });

  expect(nothing.map(({ id, state }) => `${id} ${state}`)).toEqual([
    'invoices notKnown',
    'suspense notKnown',
    'compared notKnown',
    'sources notKnown',
  ]);
});

test.each<[string, number, string]>([
  ['every invoice has a header', 0, '2 provider invoices: header and lines are the same.'],
  ['one has none', 1, '1 provider invoice: header and lines are the same. 1 provider invoice has no header to compare with.'],
  ['none has one', 2, '2 provider invoices have no header to compare with.'],
])('%s: only of those that have one it is said that it is the same as the lines', (_what, noHeader, sentence) => {
  const checks = checklist({ ...done, invoices: { count: 2, notTying: 0, noHeader, suspenseLines: 0, unknownLines: 0 } });

  expect(checks.find(({ id }) => id === 'invoices')).toMatchObject({ state: 'met', sentence });
});
