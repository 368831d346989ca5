import { describe, expect, test } from 'vitest';
import { RepeatWindow } from './repeat-window.ts';

const large = 1 << 19;
const pieceOf = (length = large): Buffer => Buffer.allocUnsafeSlow(length).fill(7);
const ask = (window: RepeatWindow, piece: Buffer): boolean => window.isRepeated(5, piece, 0, 8);

describe('lines that may be billed twice', () => {
  test('are known by their bytes, in another piece too', () => {
    const window = new RepeatWindow(true);
    const [first, second, other] = [pieceOf(), pieceOf(), pieceOf().fill(8)];

    expect([ask(window, first), ask(window, second), ask(window, other), ask(window, first)]).toEqual([false, true, false, false]);
  });

  test('are forgotten with their piece, whose memory is given back when nobody else looks at it', () => {
    const pieces = Array.from({ length: 20 }, () => pieceOf());
    const window = new RepeatWindow(true);
    for (const piece of pieces) ask(window, piece);

    expect(pieces.map(({ length }) => length > 0)).toEqual(pieces.map((_, at) => at >= 4));
    expect(ask(window, pieceOf())).toBe(true);
  });

  test.each<[string, Buffer]>([
    ['that may have more written behind it', pieceOf().subarray(0, large - 1)],
    ['that several share', pieceOf(64 << 10)],
  ])('keep memory %s', (_, piece) => {
    const window = new RepeatWindow(true);
    for (const each of [piece, ...Array.from({ length: 20 }, () => pieceOf())]) ask(window, each);

    expect(piece.length).toBeGreaterThan(0);
  });

  test('keep the memory of pieces that are somebody’s', () => {
    const pieces = Array.from({ length: 20 }, () => pieceOf());
    const window = new RepeatWindow(false);
    for (const piece of pieces) ask(window, piece);

    expect(pieces.every(({ length }) => length === large)).toBe(true);
  });
});
