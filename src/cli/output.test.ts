import { describe, expect, test } from 'vitest';
import { type Column, csv, printMoney, table } from './output.ts';

type Row = { readonly name: string; readonly seats: string };
const columns: readonly Column<Row>[] = [
  { title: 'NAME', value: (row) => row.name },
  { title: 'SEATS', value: (row) => row.seats, right: true },
];

describe('the table for people', () => {
  test('is as wide as its widest cell, numbers to the right, nothing behind the last', () => {
    const text = table(
      [
        { name: 'Contoso Ltd', seats: '25' },
        { name: 'A', seats: '1250' },
      ],
      columns,
    );

    expect(text).toBe(['NAME         SEATS', 'Contoso Ltd     25', 'A             1250', ''].join('\n'));
  });

  test('without rows has its head', () => {
    expect(table([], columns)).toBe('NAME  SEATS\n');
  });

  test('a name with control characters steers no terminal', () => {
    const text = table([{ name: 'Evil\u001b[2J\u0007\nname\u202e', seats: '1' }], columns);

    expect(text.split('\n')).toHaveLength(3);
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });

  test('a very long name is cut', () => {
    expect(table([{ name: 'x'.repeat(500), seats: '1' }], columns).split('\n')[1]?.length).toBeLessThan(80);
  });
});

describe('CSV for spreadsheets', () => {
  test.each(['=1+1', '+1', '-cmd', '@sum', '\ttab', '\rreturn', '\u0000nul'])('a text like %j is no formula', (name) => {
    const [, line = ''] = csv([{ name, seats: '1' }], columns).split(/\r\n(?=.)/);

    expect(line.replace(/^"/, '').startsWith("'")).toBe(true);
  });

  test.each(['-94.08', '12', '0.5', '-1'])('the number %s stays a number', (seats) => {
    expect(csv([{ name: 'A', seats }], columns)).toBe(`NAME,SEATS\r\nA,${seats}\r\n`);
  });

  test('commas, quotes and line ends are quoted as RFC 4180 says', () => {
    expect(csv([{ name: 'Smith, "Bob"\nLtd', seats: '1' }], columns)).toBe('NAME,SEATS\r\n"Smith, ""Bob""\nLtd",1\r\n');
  });
});

describe('money', () => {
  test('has its currency and two digits', () => {
    expect(printMoney({ amount: '110', currency: 'USD' })).toMatch(/USD\s*110\.00|110\.00\s*USD/);
  });
});
