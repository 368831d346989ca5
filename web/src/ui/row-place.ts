/** A row and the order in which it stood among the others when it was last there. */
export type Place = { readonly id: string; readonly order: readonly string[] };

/**
 * Where J and K start when the row they start from is gone: so that J leads to the row that followed it, and K to the one before it. Its
 * neighbours decide, never its number: while a person works, rows come and go anywhere, and what was decided is not met again.
 */
export function besideGap(now: readonly string[], { id, order }: Place, key: string): number {
  const gap = order.indexOf(id);
  const isUp = ['k', 'arrowup', 'pageup'].includes(key.toLowerCase());
  const before = now.indexOf(order.slice(0, gap).findLast((each) => now.includes(each)) ?? '');
  const after = now.indexOf(order.slice(gap + 1).find((each) => now.includes(each)) ?? '');
  if (isUp) return before >= 0 ? before + 1 : Math.max(after, 0);
  return after >= 0 ? after - 1 : before;
}
