/** Whole numbers from one on, and before another. */
export function* range(from: number, before: number): Generator<number> {
  for (let at = from; at < before; at += 1) yield at;
}
