import { describe, expect, test } from 'vitest';
import { type Cell, parseFilter } from './filter.ts';

type Row = Readonly<Record<string, Cell>>;
const rows: readonly Row[] = [
  { name: "O'Neil", age: 40, on: true, at: '2026-01-05T00:00:00Z', 'roles/id': ['a', 'b'], 'roles/$count': 2 },
  { name: 'Anna and Bob', age: 7, on: false, at: '2026-03-01T00:00:00Z', 'roles/id': [], 'roles/$count': 0 },
  { name: null, age: 30, on: true, at: undefined, 'roles/id': ['b'], 'roles/$count': 1 },
];
const paths = ['name', 'age', 'on', 'at', 'roles/id', 'roles/$count'];
const found = (text: string): number[] | undefined => {
  const test = parseFilter<Row>(text, paths);
  return test === undefined ? undefined : rows.flatMap((row, index) => (test(row, (one, path) => one[path]) ? [index] : []));
};

describe('$filter', () => {
  test.each<[string, number[]]>([
    ["name eq 'o''neil'", [0]],
    ["NAME EQ 'anna and bob'", [1]],
    ['name eq null', [2]],
    ['name ne null', [0, 1]],
    ['age gt 7 and age le 40', [0, 2]],
    ['on eq true and age lt 35 or age eq 7', [1, 2]],
    ['on eq true and (age lt 35 or age eq 7)', [2]],
    ['not (on eq true)', [1]],
    ['age in (7, 30)', [1, 2]],
    ["contains(name,'and')", [1]],
    ["startswith(name,'O') or endswith(name,'bob')", [0, 1]],
    ['at ge 2026-02-01T00:00:00Z', [1]],
    ["roles/any(r:r/id eq 'a')", [0]],
    ['roles/$count eq 0', [1]],
    ["roles/any(r:r/id eq 'b') and not startswith(name,'O')", [2]],
  ])('%s', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  test.each([
    'shoe eq 1',
    'name',
    'name eq',
    "name is 'x'",
    "(name eq 'x'",
    "name eq 'x')",
    "name eq 'x' and",
    "name eq 'open",
    "contains(name 'x')",
    'age in 7',
    "roles/any(r/id eq 'a')",
    'name eq 1 # 2',
    "roles/any(r:q/id eq 'a')",
  ])('%s is not understood', (text) => {
    expect(found(text)).toBeUndefined();
  });
});
