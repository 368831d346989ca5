import { expect, test } from 'vitest';
import { Decimal } from '../../lib/decimal.ts';
import { type Step, sinceWhen } from './since.ts';

const step = (side: Step['side'], thing: string, at: string, quantity: number): Step => ({
  side,
  thing,
  at,
  quantity: new Decimal(quantity),
});

const sold = [step('bought', 's', '2026-03-01', 20), step('billed', 'l', '2026-03-01', 20)];

test('a loss stands since the change that was not followed', () => {
  expect(sinceWhen([...sold, step('bought', 's', '2026-10-14', 25)])).toBe('2026-10-14');
});

test('a loss that grows is as old as its beginning', () => {
  expect(sinceWhen([...sold, step('bought', 's', '2026-09-01', 23), step('bought', 's', '2026-10-14', 25)])).toBe('2026-09-01');
});

test('a loss that was settled in between began anew', () => {
  const settled = [
    ...sold,
    step('bought', 's', '2026-05-01', 25),
    step('billed', 'l', '2026-06-01', 25),
    step('bought', 's', '2026-10-14', 30),
  ];
  expect(sinceWhen(settled)).toBe('2026-10-14');
});

test('a loss that turned into an overcharge began when it turned', () => {
  expect(sinceWhen([...sold, step('bought', 's', '2026-05-01', 25), step('billed', 'l', '2026-08-01', 30)])).toBe('2026-08-01');
});

test('both sides changed on one day: there was no loss between', () => {
  expect(sinceWhen([...sold, step('bought', 's', '2026-05-01', 25), step('billed', 'l', '2026-05-01', 25)])).toBeUndefined();
});

test('never billed is as old as the subscription', () => {
  expect(sinceWhen([step('bought', 's', '2026-03-01', 20)])).toBe('2026-03-01');
});
