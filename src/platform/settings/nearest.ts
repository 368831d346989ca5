/** ` (did you mean x?)` for the known name that is most alike, or nothing when none is near. */
export function nearest(name: string, known: readonly string[]): string {
  const ranked = known.map((one) => ({ one, steps: distance(name.toLowerCase(), one.toLowerCase()) })).sort((a, b) => a.steps - b.steps);
  const best = ranked[0];
  return best !== undefined && best.steps <= Math.max(2, Math.floor(name.length / 3)) ? ` (did you mean ${best.one}?)` : '';
}

/** How many letters to change, add or drop to come from `a` to `b` (Levenshtein). */
export function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
