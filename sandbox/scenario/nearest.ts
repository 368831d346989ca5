/** The known word that differs least from a given one; undefined when none is near. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  let best: { readonly name: string; readonly far: number } | undefined;
  for (const name of known) {
    const far = distance(word.toLowerCase(), name.toLowerCase());
    if (far <= Math.max(2, Math.floor(name.length / 2)) && (best === undefined || far < best.far)) best = { name, far };
  }
  return best?.name;
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
