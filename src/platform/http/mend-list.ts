import { BrokenRecord } from '../../lib/broken-record.ts';

export type Mended = {
  /** The text with each broken record replaced by a text of our own. */
  readonly text: string;
  readonly broken: ReadonlyMap<string, BrokenRecord>;
};

type Span = { readonly from: number; readonly to: number };

/**
 * A list in which single records are no JSON (an escape that does not exist, a control character, nested deeper than anybody reads).
 * Undefined when that is not what is wrong: no list, cut off, or broken outside the records. The list is the text itself or a member of it.
 */
export function mendList(text: string, parse: (record: string) => unknown): Mended | undefined {
  const records = recordsOf(text);
  if (records === undefined) return undefined;
  const broken = new Map<string, BrokenRecord>();
  const parts: string[] = [];
  let end = 0;
  for (const { from, to } of records) {
    const record = text.slice(from, to);
    const because = whyNot(record, parse);
    if (because === undefined) continue;
    const name = `\u0000broken ${broken.size}`;
    broken.set(name, new BrokenRecord(record.trim(), because));
    parts.push(text.slice(end, from), JSON.stringify(name));
    end = to;
  }
  return broken.size === 0 ? undefined : { text: parts.join('') + text.slice(end), broken };
}

function whyNot(record: string, parse: (record: string) => unknown): string | undefined {
  try {
    parse(record);
    return undefined;
  } catch (error) {
    return error instanceof RangeError ? 'is nested too deeply' : 'is not valid JSON';
  }
}

/** Where the elements of each list at the top lie: `[...]` or `{"name": [...]}`. Undefined when brackets do not close. */
function recordsOf(text: string): readonly Span[] | undefined {
  const open: string[] = [];
  const spans: Span[] = [];
  let from = 0;
  for (const { sign, at } of signsOf(text)) {
    const closes = sign === ']' || sign === '}';
    if (isList(open) && (closes || sign === ',')) {
      spans.push({ from, to: at });
      from = at + 1;
    }
    if (closes && open.pop() !== opening[sign]) return undefined;
    if (!closes && sign !== ',') {
      open.push(sign); // also the quote of a text that does not end: nothing closes it
      if (isList(open)) from = at + 1;
    }
  }
  return open.length === 0 ? spans.filter((span) => text.slice(span.from, span.to).trim() !== '') : undefined;
}

const opening = { ']': '[', '}': '{' } as const;
const isList = (open: readonly string[]): boolean => open.at(-1) === '[' && (open.length === 1 || (open.length === 2 && open[0] === '{'));

/** Brackets and commas outside of texts; at last the quote of a text that does not end. */
function* signsOf(text: string): Generator<{ readonly sign: '[' | ']' | '{' | '}' | ',' | '"'; readonly at: number }> {
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '[' || sign === ']' || sign === '{' || sign === '}' || sign === ',') yield { sign, at };
    if (sign !== '"') continue;
    const end = endOfText(text, at);
    if (end < 0) {
      yield { sign, at };
      return;
    }
    at = end;
  }
}

/** The closing quote of the text that opens at `start`; -1 when there is none. */
function endOfText(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '"') return at;
  }
  return -1;
}
