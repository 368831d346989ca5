/** Neighbouring lines: their bytes, and the number of the first among the records of the content. */
export type Stretch = { readonly from: number; readonly to: number; readonly record: number };

// Ids as remotes write them. Escapes in JSON may hide other characters in more ways than one.
const plain = /^[\w.:{}-]+$/;
const newLine = 10;

/**
 * Lines of JSON in which one of these keys stands, in whatever case; most need no closer look. Keys are in lower case. Undefined when only reading
 * every line tells: a key that may be written otherwise, or lines that are no records, of which there are `records`.
 */
export function stretchesWith(content: Buffer, keys: readonly string[], records: number): readonly Stretch[] | undefined {
  // One letter of an id can be written as \u and its number.
  if (!keys.every((key) => plain.test(key)) || content.includes('\\u')) return undefined;
  const places = placesOf(content, keys);
  const found: { from: number; to: number; record: number }[] = [];
  let count = 0;
  let next = 0;
  for (const { from, to, record } of linesOf(content)) {
    count = record + 1;
    const first = next;
    while ((places[next] ?? to) < to) next += 1;
    const last = found.at(-1);
    if (next > first && last?.to === from) last.to = to;
    else if (next > first) found.push({ from, to, record });
  }
  return count === records ? found : undefined;
}

/** Lines that are not empty, as the framer counts them. */
function* linesOf(content: Buffer): Generator<Stretch> {
  let record = 0;
  for (let from = 0; from < content.length; ) {
    const at = content.indexOf(newLine, from);
    const end = at < 0 ? content.length : at;
    const to = Math.min(content.length, end + 1);
    if (end - from > 1) yield { from, to, record: record++ };
    from = to;
  }
}

/** Where any of the keys stands, in order. */
function placesOf(content: Buffer, keys: readonly string[]): readonly number[] {
  return keys.flatMap((key) => [...placesOfKey(content, key)]).sort((a, b) => a - b);
}

/** Shorter ones stand everywhere. */
const shortestPiece = 3;

/** Ids have digits in a row, which have no case: those are searched for, and only there is looked closer. Of a key of letters every byte is looked at. */
function* placesOfKey(content: Buffer, key: string): Generator<number> {
  const [piece] = [...key.matchAll(/[^a-z]+/g)].sort((a, b) => b[0].length - a[0].length);
  const isLong = piece !== undefined && piece[0].length >= shortestPiece;
  const [text, from, before] = isLong ? [content, piece[0], piece.index] : [inSmallLetters(content), key, 0];
  const bytes = Buffer.from(key);
  for (let at = text.indexOf(from); at >= 0; at = text.indexOf(from, at + 1)) if (isAt(text, at - before, bytes)) yield at - before;
}

function isAt(content: Buffer, start: number, key: Buffer): boolean {
  for (let at = 0; at < key.length; at += 1) if (inSmall(content[start + at] ?? 0) !== key[at]) return false;
  return true;
}

const inSmall = (byte: number): number => (byte >= 65 && byte <= 90 ? byte | 32 : byte);

function inSmallLetters(content: Buffer): Buffer {
  const small = Buffer.allocUnsafeSlow(content.length);
  for (let at = 0; at < content.length; at += 1) small[at] = inSmall(content[at] ?? 0);
  return small;
}
