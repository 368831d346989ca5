import { expect, test } from 'vitest';
import { freeEnded, freeMemory } from './free-memory.ts';

const large = 1 << 19;

test.each<[string, Uint8Array, number]>([
  ['that fill it are gone', new Uint8Array(large), 0],
  ['that end with it are gone', new Uint8Array(large).subarray(5), 0],
  ['behind which more may be written stay', new Uint8Array(large).subarray(0, 7), 7],
  ['of memory that several share stay', new Uint8Array(64 << 10), 64 << 10],
])('bytes %s', (_, bytes, left) => {
  freeEnded(bytes);

  expect(bytes.length).toBe(left);
});

test('memory of one’s own is gone, whatever of it was looked at', () => {
  const bytes = new Uint8Array(large).subarray(0, 7);
  freeMemory(bytes.buffer);
  expect(bytes.length).toBe(0);
});
