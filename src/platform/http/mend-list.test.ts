import { describe, expect, test } from 'vitest';
import { BrokenRecord } from '../../lib/broken-record.ts';
import { parseAnswerText } from './lossless.ts';

const good = '{"id":1,"name":"a, ] } b","price":17.60}';
const read = (text: string): unknown => parseAnswerText(text);

describe('one record of a list is no JSON', () => {
  test.each([
    ['an escape that does not exist', String.raw`{"id":2,"name":"C:\temp\x"}`],
    ['half an escape', String.raw`{"id":2,"name":"\u12"}`],
    ['a control character', '{"id":2,"name":"a\u0001b"}'],
    ['a line break in a text', '{"id":2,"name":"a\nb"}'],
    ['a word that is no value', '{"id":2,"name":NaN}'],
    ['nesting without end', `{"id":2,"name":${'['.repeat(200_000)}${']'.repeat(200_000)}}`],
  ])('%s: it alone is set apart, with its id; the others keep their digits', (_what, bad) => {
    const whole = { id: 1, name: 'a, ] } b', price: '17.60' };
    const broken = expect.any(BrokenRecord) as BrokenRecord;

    expect(read(`[${good}, ${bad},${good}]`)).toEqual([whole, broken, whole]);
    expect(read(`{"total":2,"items":[${bad},${good}],"more":false}`)).toEqual({ total: 2, items: [broken, whole], more: false });
    const [, record] = read(`[${good},${bad}]`) as unknown[];
    expect(record).toMatchObject({ id: '2', text: bad });
  });
});

test.each(['[{"id":1},{"id":2', '{"items":[{"id":1}', '{"a":"\\x"}', 'plain', '[{"id":1}}', '{"total":NaN,"items":[{"id":1}]}', '["a'])(
  '%s is not a list with one bad record, and stays unreadable as a whole',
  (text) => {
    expect(() => read(text)).toThrow();
  },
);
