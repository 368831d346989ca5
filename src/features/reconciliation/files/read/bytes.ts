/** Whether the same `length` bytes stand at two places, four of them at a time. Both places must hold that many. */
export function isSame(a: DataView, atA: number, b: DataView, atB: number, length: number): boolean {
  const last = length - 4;
  if (last < 0) return isSameShort(a, atA, b, atB, length);
  for (let done = 0; done < last; done += 4) if (a.getInt32(atA + done, true) !== b.getInt32(atB + done, true)) return false;
  // The last four may have been compared in part before; that costs less than single bytes.
  return a.getInt32(atA + last, true) === b.getInt32(atB + last, true);
}

function isSameShort(a: DataView, atA: number, b: DataView, atB: number, length: number): boolean {
  for (let done = 0; done < length; done += 1) if (a.getUint8(atA + done) !== b.getUint8(atB + done)) return false;
  return true;
}

/** How many bytes are the same from two places of one buffer on, `most` at most; both places must hold that many. */
export function sameBytes(view: DataView, atA: number, atB: number, most: number): number {
  let done = 0;
  // Read as numbers, sixteen bytes are two comparisons. What equal numbers do not prove, a zero with its sign, is left to the bytes.
  for (; done + 16 <= most; done += 16) {
    const first = view.getFloat64(atA + done, true);
    const second = view.getFloat64(atA + done + 8, true);
    if (first !== view.getFloat64(atB + done, true) || second !== view.getFloat64(atB + done + 8, true)) break;
    if (first === 0 || second === 0) break;
  }
  for (; done + 4 <= most; done += 4) {
    const difference = view.getInt32(atA + done, true) ^ view.getInt32(atB + done, true);
    if (difference !== 0) return done + lowestByte(difference);
  }
  while (done < most && view.getUint8(atA + done) === view.getUint8(atB + done)) done += 1;
  return done;
}

/** Which of four bytes, from the lowest on, is the first that is not zero. */
const lowestByte = (word: number): number => (31 - Math.clz32(word & -word)) >> 3;
