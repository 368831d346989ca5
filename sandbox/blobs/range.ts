/** Which bytes a caller wants: both included. */
export type Range = { readonly from: number; readonly to: number };

/** `bytes=0-1023` or `bytes=1024-`; undefined: everything (no range, or one that the service ignores); `outside` when nothing is there. */
export function rangeOf(header: string | undefined, size: number): Range | 'outside' | undefined {
  const found = /^bytes=(\d{1,15})-(\d{0,15})$/.exec(header?.trim() ?? '');
  if (found === null) return undefined;
  const from = Number(found[1]);
  const to = found[2] === '' ? size - 1 : Math.min(Number(found[2]), size - 1);
  if (found[2] !== '' && Number(found[2]) < from) return undefined;
  return from >= size ? 'outside' : { from, to };
}
