import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { mutate } from './mutate.ts';
import type { BodyMutation } from './rule.ts';

const body =
  '{"total":2,"items":[{"id":"a","name":"One","status":"active","price":17.60},{"id":"b","name":"Two","status":"active","price":1.00}]}';

const mutated = (mutation: BodyMutation): string => String(mutate({ status: 200, body }, mutation).body);
const firstItem = (mutation: BodyMutation): Record<string, unknown> =>
  (JSON.parse(mutated(mutation)) as { items: Record<string, unknown>[] }).items[0] ?? {};

describe('changed bodies', () => {
  test('an unknown word where an enumeration stood', () => {
    expect(firstItem({ kind: 'unknownEnum' })['status']).toBe('somethingNew');
  });

  test('a member gone, null, or more than promised', () => {
    expect(firstItem({ kind: 'dropField', field: 'ID' })).not.toHaveProperty('id');
    expect(firstItem({ kind: 'nullField', field: 'name' })['name']).toBeNull();
    expect(firstItem({ kind: 'addField' })).toHaveProperty('addedByMicrosoftLater');
  });

  test('a number as text with all its digits, other numbers untouched', () => {
    const text = mutated({ kind: 'numberAsText', field: 'price' });
    expect(text).toContain('"price":"17.60"');
    expect(text).toContain('"price":1.00');
  });

  test('items without a number leave it to the body around them', () => {
    const body = '{"totalCount":2,"items":[{"id":"a"}]}';
    expect(mutate({ status: 200, body }, { kind: 'numberAsText' }).body).toBe('{"totalCount":"2","items":[{"id":"a"}]}');
  });

  test('an item twice, an item missing, another order', () => {
    const ids = (kind: 'duplicateItem' | 'dropItem' | 'shuffle'): unknown[] =>
      (JSON.parse(mutated({ kind })) as { items: { id: string }[] }).items.map(({ id }) => id);
    expect(ids('duplicateItem')).toEqual(['a', 'b', 'a']);
    expect(ids('dropItem')).toEqual(['b']);
    expect(ids('shuffle')).toEqual(['b', 'a']);
  });

  test('a bare list is a list too', () => {
    expect(mutate({ status: 200, body: '[1,2]' }, { kind: 'dropItem' }).body).toBe('[2]');
  });

  test('another kind of value than promised', () => {
    expect(firstItem({ kind: 'schemaViolation', field: 'name' })['name']).toEqual([{ unexpected: true }]);
  });

  test('huge and hostile texts', () => {
    expect(String(firstItem({ kind: 'hugeText' })['name']).length).toBeGreaterThan(5_000_000);
    expect(firstItem({ kind: 'hostileText' })['name']).toContain('<script>');
  });

  test('a byte order mark, half a body', () => {
    expect([...Buffer.from(mutate({ status: 200, body }, { kind: 'bom' }).body ?? '').subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    expect(mutated({ kind: 'truncate' })).toBe(body.slice(0, Math.floor(body.length / 2)));
  });

  test('a small answer that unfolds to a gigabyte', () => {
    const bomb = mutate({ status: 200, body }, { kind: 'gzipBomb' });
    const bytes = Buffer.from(bomb.body ?? '');
    expect(bomb.headers).toMatchObject({ 'content-encoding': 'gzip' });
    expect(bytes.length).toBeLessThan(4 * 1024 * 1024);
    // One of the 256 equal members is enough to unfold here.
    expect(gunzipSync(bytes.subarray(0, bytes.length / 256)).length * 256).toBe(1024 ** 3);
  });

  test('what is no JSON stays as it is', () => {
    expect(mutate({ status: 200, body: 'plain' }, { kind: 'dropField' }).body).toBe('plain');
  });
});
