import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DueHeap } from './due-heap.ts';

describe('what is due comes in the order of time', () => {
  it('gives everything, earliest first, and first come first served at one instant', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 })), (times) => {
        const heap = new DueHeap<number>();
        for (const [index, ms] of times.entries()) heap.add(ms, index);
        const taken: { ms: number; thing: number }[] = [];
        for (let next = heap.take(); next !== undefined; next = heap.take()) taken.push({ ms: next.ms, thing: next.thing });
        const right = times.map((ms, thing) => ({ ms, thing })).sort((a, b) => a.ms - b.ms || a.thing - b.thing);
        expect(taken).toEqual(right);
      }),
    );
  });

  it('takes more while it gives', () => {
    const heap = new DueHeap<string>();
    heap.add(5, 'five');
    heap.add(1, 'one');
    expect(heap.take()?.thing).toBe('one');
    heap.add(3, 'three');
    expect(heap.first()?.thing).toBe('three');
    expect([heap.take()?.thing, heap.take()?.thing, heap.take()]).toEqual(['three', 'five', undefined]);
  });

  it('never holds what never happens', () => {
    const heap = new DueHeap<string>();
    heap.add(Number.POSITIVE_INFINITY, 'never');
    expect(heap.size).toBe(0);
  });
});
