/*
 * Looking at bytes sixteen at a time. A `v128` is a register of sixteen bytes: `i8x16.eq` compares each with its counterpart, `bitmask`
 * makes one bit of each answer, and `ctz` counts the zeros below the lowest set bit, which is the place of the first hit.
 */
const quote: u8 = 34;
const comma: u8 = 44;
const backslash: u8 = 92;
const close: u8 = 125;
export const lineFeed: u8 = 10;

/** How many bytes are the same from two places on; `most` at most. */
export function sameBytes(a: usize, b: usize, most: usize): usize {
  for (let done: usize = 0; done < most; done += 16) {
    const same = i8x16.bitmask(i8x16.eq(v128.load(a + done), v128.load(b + done)));
    if (same !== 0xffff) {
      const found = done + <usize>ctz(~same);
      return found < most ? found : most;
    }
  }
  return most;
}

/** Where the next line feed stands. There always is one: behind the input. */
export function lineFeedFrom(from: usize): usize {
  let at = from;
  let hits = 0;
  while ((hits = i8x16.bitmask(i8x16.eq(v128.load(at), i8x16.splat(10)))) === 0) at += 16;
  return at + <usize>ctz(hits);
}

/** Where the closing quote of a string stands whose first byte is at `from`; 0 when the line ends before, or when there is an escape. */
export function stringEnd(from: usize, mayEscape: bool): usize {
  let at = from;
  while (true) {
    const bytes = v128.load(at);
    const quotes = i8x16.eq(bytes, i8x16.splat(34));
    const others = v128.or(i8x16.eq(bytes, i8x16.splat(92)), i8x16.eq(bytes, i8x16.splat(10)));
    const hits = i8x16.bitmask(v128.or(quotes, others));
    if (hits === 0) {
      at += 16;
      continue;
    }
    const stop = at + <usize>ctz(hits);
    const byte = load<u8>(stop);
    if (byte === quote) return stop;
    // A line feed is the end of the line, a backslash before it or not.
    if (byte !== backslash || !mayEscape || load<u8>(stop + 1) === lineFeed) return 0;
    at = stop + 2;
  }
}

/** Where a number, true, false or null ends; 0 when it is none of them. */
export function plainEnd(from: usize): usize {
  let at = from;
  while (isPlain(load<u8>(at))) at += 1;
  return at > from && isBehindValue(load<u8>(at)) ? at : 0;
}

/** Letters, digits, signs and the point. */
function isPlain(byte: u8): bool {
  return (byte >= 97 && byte <= 122) || (byte >= 48 && byte <= 57) || (byte >= 43 && byte <= 46 && byte !== comma) || byte === 69;
}

export function isBehindValue(byte: u8): bool {
  return byte === comma || byte === close;
}
