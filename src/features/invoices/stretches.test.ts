import { describe, expect, test } from 'vitest';
import { stretchesWith } from './stretches.ts';

const line = (id: string, more: object = {}): string => JSON.stringify({ SubscriptionId: id, ...more });
const of = (text: string, keys: readonly string[], records: number) =>
  stretchesWith(Buffer.from(text), keys, records)?.map(({ from, to, record }) => [
    record,
    Buffer.from(text)
      .subarray(from, to)
      .toString()
      .split('\n')
      .filter((each) => each !== '').length,
  ]);

describe('lines in which a key stands', () => {
  test('are found in whatever case, neighbours as one', () => {
    const text = [line('A-1'), line('b-2'), line('B-2'), line('a-1'), line('b-2')].join('\n');

    expect(of(text, ['b-2'], 5)).toEqual([
      [1, 2],
      [4, 1],
    ]);
    expect(of(`${text}\n`, ['a-1'], 5)).toEqual([
      [0, 1],
      [3, 1],
    ]);
    expect(of(text, ['a-1', 'b-2'], 5)).toEqual([[0, 5]]);
    expect(of(text, ['c-3'], 5)).toEqual([]);
  });

  test('are found by all of the key, also where parts of it stand and where it has no digits', () => {
    const text = [line('x-1234'), line('AB-1234'), line('-1234'), line('ab-12345'), line('abcdef'), line('ABCDEF')].join('\n');

    expect(of(text, ['ab-1234'], 6)).toEqual([
      [1, 1],
      [3, 1],
    ]);
    expect(of(text, ['abcdef'], 6)).toEqual([[4, 2]]);
    expect(of(text, ['-1234'], 6)).toEqual([[0, 4]]);
    expect(of('1234"}\n{"x":"ab-1234"}', ['ab-1234'], 2)).toEqual([[1, 1]]);
  });

  test('are counted without empty ones, as they are when they are kept', () => {
    const text = `${line('a-1')}\n\n\r\n${line('b-2')}\r\n\n${line('c-3')}`;

    expect(of(text, ['c-3'], 3)).toEqual([[2, 1]]);
    expect(of(text, ['b-2', 'c-3'], 3)).toEqual([
      [1, 1],
      [2, 1],
    ]);
  });

  test('stand where they stand, whatever letters of other scripts are before', () => {
    const text = [line('a-1', { Name: 'Ünï ÄÖÜ 株式会社 İ' }), line('B-2', { Name: 'ẞ' }), line('c-3')].join('\n');
    const [found] = stretchesWith(Buffer.from(text), ['b-2'], 3) ?? [];

    expect(Buffer.from(text).subarray(found?.from, found?.to).toString()).toContain('"B-2"');
    expect(found?.record).toBe(1);
  });
});

describe('every line has to be read', () => {
  test.each([
    ['where a letter may be written as its number', `${line('a')}\n{"SubscriptionId":"\\u0062"}`, ['b'], 2],
    ['where a line is no record', `${line('a')}\nnonsense\n${line('b')}`, ['b'], 2],
    ['for a key that JSON may write otherwise', line('a/b'), ['a/b'], 1],
    ['for a key in another script', line('Ü'), ['ü'], 1],
    ['for no key at all', line(''), [''], 1],
  ] as const)('%s', (_, text, keys, records) => {
    expect(of(text, keys, records)).toBeUndefined();
  });
});
