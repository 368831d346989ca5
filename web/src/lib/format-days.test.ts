import { expect, test } from 'vitest';
import { daysInWords, formatDays } from './format-days.ts';

test('the days of a charge are told as short as they can be', () => {
  const thin = (text: string) => text.replaceAll('\u2009', ' ');

  expect(thin(formatDays('2026-10-12', '2026-11-11'))).toBe('Oct 12 – Nov 11, 2026');
  expect(formatDays('2026-11-01', '2026-11-01')).toBe('Nov 1, 2026');
  expect(formatDays('2026-11-02', '2026-11-01')).toBe('Nov 2, 2026 to Nov 1, 2026');
});

test('days in a sentence of the server are told as people write them; those in a name or an id stay', () => {
  expect(daysInWords('The line ended on 2026-10-31.')).toBe('The line ended on Oct 31, 2026.');
  const names = ['contoso.com_2025-05-06', 'INV-2026-11-01', '2026-11-01T09:00:00Z'];
  expect(names.map(daysInWords)).toEqual(names);
});
