import { expect, test } from 'vitest';
import { z } from 'zod';
import { BrokenRecord } from './broken-record.ts';
import { exactNumber } from './exact-json.ts';
import { read, sift, unreadable } from './sift.ts';

const schema = z.looseObject({ id: z.string(), seats: z.number() });
const evenOnly = (wire: { id: string; seats: number }) => (wire.seats % 2 === 0 ? read(wire.id) : unreadable('seats: is odd'));

test('a bad record is set apart with id, reason and what was sent; the others are read', () => {
  const { items, quarantined } = sift(
    [{ id: 'a', seats: 2 }, { id: 'b', seats: 'x' }, { id: 'c', seats: 3 }, null, { id: 'd', seats: 4 }],
    schema,
    evenOnly,
  );

  expect(items).toEqual(['a', 'd']);
  expect(quarantined).toEqual([
    { remoteId: 'b', reason: 'seats: It must be a number.', raw: '{"id":"b","seats":"x"}' },
    { remoteId: 'c', reason: 'seats: is odd', raw: '{"id":"c","seats":3}' },
    { remoteId: undefined, reason: 'record: It must be an object with fields.', raw: 'null' },
  ]);
});

test('what is wrong with a record is said field by field in plain words, and without what stands there', () => {
  const wrong = { seats: 'hunter2', domain: 'hunter2' };
  const { quarantined } = sift([wrong], schema.extend({ domain: z.guid() }), () => read(''));

  expect(quarantined[0]?.reason).toBe(
    'id: It is missing. seats: It must be a number. domain: It must be an id like 7f3c1a2b-0c4d-4e5f-8a6b-9c0d1e2f3a4b.',
  );
});

test('the raw record keeps its digits', () => {
  expect(sift([{ id: 'a', seats: exactNumber('2.50') }], schema, evenOnly).quarantined[0]?.raw).toBe('{"id":"a","seats":2.50}');
});

test('two records that are both real stay two', () => {
  expect(
    sift(
      [
        { id: 'a', seats: 2 },
        { id: 'a', seats: 2 },
      ],
      schema,
      evenOnly,
    ).items,
  ).toEqual(['a', 'a']);
});

test('a record that is no JSON, or that breaks what reads it, is set apart like any other', () => {
  const deep: unknown[] = [];
  for (let at = deep, n = 0; n < 100_000; n += 1) {
    const inner: unknown[] = [];
    at.push(inner);
    at = inner;
  }
  const { items, quarantined } = sift(
    [new BrokenRecord('{"id":"b","name":"\\x"}', 'is not valid JSON'), { id: 'a', seats: 2 }, { id: 'c', seats: 'deep', deep }],
    schema,
    evenOnly,
  );

  expect(items).toEqual(['a']);
  expect(quarantined).toEqual([
    { remoteId: 'b', reason: 'record: is not valid JSON', raw: '{"id":"b","name":"\\x"}' },
    { remoteId: 'c', reason: expect.stringMatching(/^seats: /) as string, raw: expect.stringContaining('nested too deeply') as string },
  ]);
});
