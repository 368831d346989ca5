import { describe, expect, test } from 'vitest';
import { blobOf, indexOf, numbering, placeOf } from './places.ts';
import { RepeatIndex } from './repeat-index.ts';
import { recordHash } from './repeat-window.ts';
import { RuleSetVote } from './rule-sets.ts';
import { Spool } from './spool.ts';

describe('records that may be the same', () => {
  const places = (index: RepeatIndex): number[][] => index.candidates().sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));

  test('are found by their hash, wherever they stand', () => {
    const index = new RepeatIndex();
    for (const [place, hash] of [5, 2 ** 52 + 1, 5, 7, 2 ** 52 + 1, 5].entries()) index.add(hash, place);

    expect(places(index)).toEqual([
      [0, 2, 5],
      [1, 4],
    ]);
    index.close();
  });

  test('are found all the same when memory is short and most lie in a file', () => {
    const index = new RepeatIndex(0);
    const hash = (number: number): number => (number * 2_654_435_761) % 2 ** 53;
    for (let number = 0; number < 600_000; number += 1) index.add(hash(number % 599_990), number);

    expect(places(index)).toEqual(Array.from({ length: 10 }, (_, at) => [at, 599_990 + at]));
    index.close();
  });

  test('one different byte makes another hash where ids, dates and amounts stand', () => {
    const values = new Float64Array(24);
    const hashOf = (bytes: Buffer): number =>
      recordHash(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 0, bytes.length, values);
    const line = Buffer.from('{"ReferenceId":"a9ac2578-cf92-4062-8e82-cba6212523c6","Total":1}');
    const other = Buffer.from('{"ReferenceId":"b1e7734a-0d55-4c11-9fa3-77ab0919e2d8","Total":1}');

    expect(hashOf(line)).toBe(hashOf(Buffer.from(line)));
    expect(hashOf(line)).not.toBe(hashOf(other));
    const before = hashOf(line);
    values[8] = 10_000;
    expect(hashOf(line)).not.toBe(before);
  });
});

describe('a spool', () => {
  test('gives back each part in the order of adding, from memory and from its file alike', () => {
    for (const memoryBytes of [0, 1 << 20, 1 << 30]) {
      const spool = new Spool(4, 3, memoryBytes);
      for (let number = 0; number < 30_000; number += 1) spool.add(number % 3, number, -number, number / 2, 0.1);
      const rows = spool.read(1);

      expect(rows.length).toBe(40_000);
      expect([...rows.subarray(0, 4)]).toEqual([1, -1, 0.5, 0.1]);
      expect([...rows.subarray(-4)]).toEqual([29_998, -29_998, 14_999, 0.1]);
      spool.close();
      expect(spool.read(1)).toEqual(new Float64Array(0));
    }
  });
});

describe('places of lines', () => {
  test('become numbers over the blobs of their own export', () => {
    const numberOf = numbering(2, [10, 0, 5]);
    expect([placeOf(2, 0), placeOf(2, 9), placeOf(4, 0), placeOf(4, 4)].map(numberOf)).toEqual([0, 9, 10, 14]);
    expect([blobOf(placeOf(200, 4_000_000_000)), indexOf(placeOf(200, 4_000_000_000))]).toEqual([200, 4_000_000_000]);
  });
});

describe('the rule set of an invoice', () => {
  const misfit = { lineNo: 1, subscriptionId: 's', customerId: 'c', invoice: 'i', currency: 'EUR', expected: 1, actual: 2 };

  test('is the default when both fit alike', () => {
    const vote = new RuleSetVote();
    expect([vote.chosen, vote.misfits]).toEqual(['seat-unit-first', []]);
    vote.misfit('seat-unit-first', misfit);
    vote.misfit('product-first', misfit);
    expect([vote.chosen, vote.misfitCount]).toEqual(['seat-unit-first', 1]);
  });

  test('is the one that fits more lines', () => {
    const vote = new RuleSetVote();
    for (let line = 0; line < 5; line += 1) vote.misfit('seat-unit-first', misfit);
    vote.misfit('product-first', { ...misfit, lineNo: 9 });
    expect([vote.chosen, vote.misfits.map(({ lineNo }) => lineNo)]).toEqual(['product-first', [9]]);
  });

  test('is told by lines that stay: one that was a repetition no longer counts', () => {
    const vote = new RuleSetVote();
    vote.misfit('seat-unit-first', misfit);
    vote.misfit('seat-unit-first', { ...misfit, lineNo: 7 });
    vote.misfit('product-first', misfit);
    vote.takeBack('seat-unit-first');
    vote.finish((place) => place + 100, new Set([7]));

    expect([vote.chosen, vote.misfitCount, vote.misfits.map(({ lineNo }) => lineNo)]).toEqual(['seat-unit-first', 1, [101]]);
  });
});
