/** A value of a row by its OData path (`customer/tenantId`); several where the path goes through a list; undefined when the row has none. */
export type Cell = string | number | boolean | null | undefined | readonly (string | number)[];
export type Read<Row> = (row: Row, path: string) => Cell;

type Test<Row> = (row: Row, read: Read<Row>) => boolean;
type Literal = string | number | boolean | null;

const tokens = /\s*('(?:[^']|'')*'|[\w$@.:+/-]+|[(),])/y;
const comparators = ['eq', 'ne', 'gt', 'ge', 'lt', 'le'];
const functions = ['startswith', 'endswith', 'contains'];

/** Thrown inside, answered as `undefined`: the text is no filter that this list understands. */
class Misread extends Error {}

/**
 * `$filter`: comparisons (`eq ne gt ge lt le in`), `startswith`, `endswith`, `contains`, lists by `any`, joined by `and`, `or`, `not` and brackets.
 * undefined: not understood, or a property that is not in `paths`.
 */
export function parseFilter<Row>(text: string, paths: readonly string[]): Test<Row> | undefined {
  try {
    return new FilterReader<Row>(split(text), paths).whole();
  } catch (error) {
    if (error instanceof Misread) return undefined;
    throw error;
  }
}

function split(text: string): string[] {
  const found: string[] = [];
  tokens.lastIndex = 0;
  while (tokens.lastIndex < text.trimEnd().length) {
    const [, token] = tokens.exec(text) ?? [];
    if (token === undefined) throw new Misread(text);
    found.push(token);
  }
  return found;
}

class FilterReader<Row> {
  readonly #tokens: readonly string[];
  readonly #paths: readonly string[];
  #at = 0;

  constructor(words: readonly string[], paths: readonly string[]) {
    this.#tokens = words;
    this.#paths = paths;
  }

  whole(): Test<Row> {
    const test = this.#either();
    if (this.#at < this.#tokens.length) throw new Misread();
    return test;
  }

  #either(): Test<Row> {
    const parts = [this.#all()];
    while (this.#takes('or')) parts.push(this.#all());
    return (row, read) => parts.some((test) => test(row, read));
  }

  #all(): Test<Row> {
    const parts = [this.#one()];
    while (this.#takes('and')) parts.push(this.#one());
    return (row, read) => parts.every((test) => test(row, read));
  }

  #one(): Test<Row> {
    if (this.#takes('not')) {
      const inner = this.#one();
      return (row, read) => !inner(row, read);
    }
    if (this.#takes('(')) {
      const inner = this.#either();
      this.#expect(')');
      return inner;
    }
    const word = this.#next();
    if (functions.includes(word.toLowerCase())) return this.#call(word.toLowerCase());
    return word.toLowerCase().endsWith('/any') ? this.#any(word.slice(0, -4)) : this.#comparison(this.#path(word));
  }

  /** `contains(path,'text')` */
  #call(name: string): Test<Row> {
    this.#expect('(');
    const path = this.#path(this.#next());
    this.#expect(',');
    const wanted = String(this.#literal()).toLowerCase();
    this.#expect(')');
    return (row, read) => cells(read(row, path)).some((cell) => textTest(name, String(cell).toLowerCase(), wanted));
  }

  /** `list/any(x:x/path eq value)`: one comparison. */
  #any(list: string): Test<Row> {
    this.#expect('(');
    const [lambda, below] = /^(\w+):\1(?:\/(.+))?$/.exec(this.#next())?.slice(1) ?? [];
    if (lambda === undefined) throw new Misread();
    const test = this.#comparison(this.#path(below === undefined ? list : `${list}/${below}`));
    this.#expect(')');
    return test;
  }

  #comparison(path: string): Test<Row> {
    const operator = this.#next().toLowerCase();
    if (operator === 'in') return this.#within(path);
    if (!comparators.includes(operator)) throw new Misread();
    const value = this.#literal();
    return (row, read) => compared(operator, read(row, path), value);
  }

  #within(path: string): Test<Row> {
    this.#expect('(');
    const values = [this.#literal()];
    while (this.#takes(',')) values.push(this.#literal());
    this.#expect(')');
    return (row, read) => values.some((value) => compared('eq', read(row, path), value));
  }

  #literal(): Literal {
    const word = this.#next();
    if (word.startsWith("'")) return word.slice(1, -1).replaceAll("''", "'");
    if (/^(true|false)$/i.test(word)) return word.toLowerCase() === 'true';
    if (/^null$/i.test(word)) return null;
    return /^-?\d+(\.\d+)?$/.test(word) ? Number(word) : word;
  }

  #path(word: string): string {
    const known = this.#paths.find((one) => one.toLowerCase() === word.toLowerCase());
    if (known === undefined) throw new Misread(word);
    return known;
  }

  #next(): string {
    const word = this.#tokens[this.#at];
    if (word === undefined) throw new Misread();
    this.#at += 1;
    return word;
  }

  #takes(word: string): boolean {
    const isNext = this.#tokens[this.#at]?.toLowerCase() === word;
    if (isNext) this.#at += 1;
    return isNext;
  }

  #expect(word: string): void {
    if (!this.#takes(word)) throw new Misread();
  }
}

const cells = (cell: Cell): readonly Literal[] => {
  if (cell === undefined || cell === null) return [null];
  return typeof cell === 'object' ? cell : [cell];
};

const textTest = (name: string, text: string, wanted: string): boolean => {
  if (name === 'startswith') return text.startsWith(wanted);
  return name === 'endswith' ? text.endsWith(wanted) : text.includes(wanted);
};

/** Text compares without case; instants of one zone compare as text does. A list fits when one of its values does. */
function compared(operator: string, cell: Cell, value: Literal): boolean {
  const wanted = folded(value);
  const values = cells(cell).map(folded);
  if (operator === 'ne') return values.every((one) => one !== wanted);
  return values.some((one) => (operator === 'eq' ? one === wanted : isOrdered(operator, one, wanted)));
}

const folded = (value: Literal): Literal => (typeof value === 'string' ? value.toLowerCase() : value);

function isOrdered(operator: string, left: Literal, right: Literal): boolean {
  if (left === null || right === null || typeof left !== typeof right) return false;
  const sign = left < right ? -1 : Number(left > right);
  return { gt: sign > 0, ge: sign >= 0, lt: sign < 0, le: sign <= 0 }[operator] ?? false;
}
