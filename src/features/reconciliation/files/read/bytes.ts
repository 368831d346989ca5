/** Whether the same `length` bytes stand at two places, four of them at a time. Both places must hold that many. */
export function isSame(a: DataView, atA: number, b: DataView, atB: number, length: number): boolean {
  let done = 0;
  for (; done + 4 <= length; done += 4) if (a.getInt32(atA + done, true) !== b.getInt32(atB + done, true)) return false;
  for (; done < length; done += 1) if (a.getUint8(atA + done) !== b.getUint8(atB + done)) return false;
  return true;
}
