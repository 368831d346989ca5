import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { disagreements, merged, shapeOf } from './shape.ts';

const told = (sample: unknown, answer: unknown): readonly string[] => disagreements(shapeOf(sample), shapeOf(answer));

describe('an answer beside a sample', () => {
  it('agrees with itself, and with the sum of it and anything else', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (value, other) => {
        const shape = shapeOf(value);
        const sum = merged(shape, shapeOf(other));
        const full = disagreements(shape, shape).filter((text) => !text.endsWith('nothing in it to compare'));
        expect(full).toEqual([]);
        expect(disagreements(sum, shape).filter((text) => !text.endsWith('nothing in it to compare'))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  it('may have other values, and more members', () => {
    expect(told({ id: 'a', count: 1 }, { id: 'b', count: 2, more: true })).toEqual([]);
  });

  it('is told by path what is missing, of another kind or spelt otherwise', () => {
    const sample = { items: [{ id: 'a', price: 1.5, state: 'active', links: { self: '/x' } }] };
    expect(told(sample, { items: [{ id: 'a', price: '1.50', state: 'Active', Links: {} }] })).toEqual([
      'items[].price: text instead of number',
      'items[].state: Active instead of active',
      'items[].links: missing',
      'items[].Links: instead of links',
    ]);
  });

  it('may lack what some samples lack', () => {
    const both = merged(shapeOf({ id: 'a', note: 'x' }), shapeOf({ id: 'b' }));
    expect(disagreements(both, shapeOf({ id: 'c' }))).toEqual([]);
    expect(disagreements(both, shapeOf({ note: 'c' }))).toEqual(['id: missing']);
    expect(disagreements(both, shapeOf({ id: 'c', note: 7 }))).toEqual(['note: number instead of text']);
  });

  it('must have in each item what each item of the sample has', () => {
    const sample = [{ id: 1, note: 'x' }, { id: 2 }];
    expect(told(sample, [{ id: 3 }, { id: 4, note: 'y' }])).toEqual([]);
    expect(told(sample, [{ id: 3, note: 'y' }, { note: 'z' }])).toEqual(['[].id: sometimes missing']);
  });

  it('cannot pass with an empty list where the sample shows items', () => {
    expect(told({ items: [{ id: 1 }] }, { items: [] })).toEqual(['items[]: nothing in it to compare']);
    expect(told({ items: [] }, { items: [{ id: 1 }] })).toEqual([]);
  });

  it('may be anything where the sample shows nothing', () => {
    expect(told({ end: null }, { end: '2026-01-01' })).toEqual([]);
  });
});
