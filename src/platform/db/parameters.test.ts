import { expect, test } from 'vitest';
import { Decimal } from '../../lib/decimal.ts';
import { toParameter } from './parameters.ts';

test.each([
  [Temporal.Instant.from('2026-11-20T08:00:00.5Z'), '2026-11-20T08:00:00.5Z'],
  [Temporal.PlainDate.from('2026-01-31'), '2026-01-31'],
  [new Decimal('1e-8'), '0.00000001'],
  [new Decimal('12345678901234567890.10'), '12345678901234567890.1'],
  [
    [new Decimal(1), null, 'x'],
    ['1', null, 'x'],
  ],
  [null, null],
  [25, 25],
  [true, true],
])('%s goes to the database as %j', (value, sent) => {
  expect(toParameter(value)).toEqual(sent);
});

test('bytes stay bytes', () => {
  const bytes = Buffer.from([0, 255]);

  expect(toParameter(bytes)).toBe(bytes);
});
