/** A value of a row by its OData path (`customer/tenantId`); undefined when the row has none. */
export type Read<Row> = (row: Row, path: string) => string | undefined;

type Test<Row> = (row: Row, read: Read<Row>) => boolean;

const clause = /^\s*([\w/]+)\s+(eq|ne|gt|ge|lt|le)\s+('(?:[^']|'')*'|[\w.:+-]+)\s*$/i;
const startsWith = /^\s*(startswith|contains)\(\s*([\w/]+)\s*,\s*('(?:[^']|'')*')\s*\)\s*$/i;

/**
 * `$filter` with comparisons joined by `and` or `or` (`and` binds tighter, no brackets), `startswith` and `contains`.
 * undefined: not understood, or a property that is not in `paths`.
 */
export function parseFilter<Row>(text: string, paths: readonly string[]): Test<Row> | undefined {
  const alternatives = split(text, 'or').map((part) => split(part, 'and').map((one) => parseClause<Row>(one, paths)));
  if (alternatives.some((all) => all.some((test) => test === undefined))) return undefined;
  return (row, read) => alternatives.some((all) => all.every((test) => test?.(row, read) === true));
}

/** Splits at a word outside quotes. */
function split(text: string, word: 'and' | 'or'): string[] {
  const parts: string[] = [];
  let from = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === "'") quoted = !quoted;
    const gap = ` ${word} `;
    if (quoted || text.slice(at, at + gap.length).toLowerCase() !== gap) continue;
    parts.push(text.slice(from, at));
    from = at + gap.length;
    at = from - 1;
  }
  return [...parts, text.slice(from)];
}

function parseClause<Row>(text: string, paths: readonly string[]): Test<Row> | undefined {
  const [, operator, path, literal] = reordered(text);
  const known = paths.find((one) => one.toLowerCase() === path?.toLowerCase());
  if (operator === undefined || known === undefined || literal === undefined) return undefined;
  const value = literal.startsWith("'") ? literal.slice(1, -1).replaceAll("''", "'") : literal;
  return (row, read) => compare(operator.toLowerCase(), read(row, known), value);
}

function reordered(text: string): readonly (string | undefined)[] {
  const call = startsWith.exec(text);
  if (call !== null) return [text, call[1], call[2], call[3]];
  const [, path, operator, literal] = clause.exec(text) ?? [];
  return [text, operator, path, literal];
}

/** Text compares without case; instants of one zone compare as text does. */
function compare(operator: string, left: string | undefined, right: string): boolean {
  const a = left?.toLowerCase() ?? 'null';
  const b = right.toLowerCase();
  switch (operator) {
    case 'eq':
      return a === b;
    case 'ne':
      return a !== b;
    case 'startswith':
      return a.startsWith(b);
    case 'contains':
      return a.includes(b);
    default:
      return left !== undefined && ordered(operator, a < b ? -1 : Number(a > b));
  }
}

const ordered = (operator: string, sign: number): boolean =>
  (operator === 'gt' && sign > 0) ||
  (operator === 'ge' && sign >= 0) ||
  (operator === 'lt' && sign < 0) ||
  (operator === 'le' && sign <= 0);
