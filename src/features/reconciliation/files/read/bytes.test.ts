import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSame, sameBytes } from './bytes.ts';

// Zeros with either sign and what is no number when eight bytes are read as one: what a comparison of numbers would get wrong.
const odd = fc.constantFrom(
  [0, 0, 0, 0, 0, 0, 0, 0],
  [0, 0, 0, 0, 0, 0, 0, 0x80],
  [1, 0, 0, 0, 0, 0, 0xf8, 0x7f],
  [1, 0, 0, 0, 0, 0, 0xf0, 0xff],
);
const text = fc
  .array(fc.oneof(odd, fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 20 })), { maxLength: 8 })
  .map((parts) => parts.flat());

describe('bytes of two places', () => {
  it('are counted as far as they are the same, whatever they are', () => {
    fc.assert(
      fc.property(text, text, text, fc.nat(7), (start, a, b, shift) => {
        const left = [...start, ...a];
        const right = [...start, ...b];
        const both = Uint8Array.from([...Array.from({ length: shift }, () => 7), ...left, ...right]);
        const most = Math.min(left.length, right.length);
        let same = 0;
        while (same < most && left[same] === right[same]) same += 1;
        const view = new DataView(both.buffer);
        expect(sameBytes(view, shift, shift + left.length, most)).toBe(same);
        expect(isSame(view, shift, view, shift + left.length, most)).toBe(same === most);
      }),
      { numRuns: 2000 },
    );
  });
});
