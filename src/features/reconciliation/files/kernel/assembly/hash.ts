import { wordOfColumn } from './layout';

/** `recordHash` of scan/repeat-window.ts: the same number for the same line, whoever read it. */
export function recordHash(from: usize, end: usize): f64 {
  let a = <u32>(end - from);
  let b: u32 = 0x9e3779b9;
  for (let at = from; at + 36 <= end; at += 64) {
    a = mix(a, load<u32>(at));
    b = mix(b, load<u32>(at, 32));
  }
  // Columns by two; the last one is left over.
  for (let at = wordOfColumn; at < wordOfColumn + 26 * 4; at += 8) {
    a = mix(a, load<u32>(at));
    b = mix(b, load<u32>(at, 4));
  }
  a = (a ^ (b >> 16)) * 0x27d4eb2f;
  b = (b ^ (a >> 15)) * 0x165667b1;
  return <f64>(a ^ (a >> 16)) * 2097152 + <f64>((b ^ (b >> 13)) >> 11);
}

function mix(sum: u32, word: u32): u32 {
  return rotl<u32>((sum ^ word) * 0x85ebca6b, 13);
}
