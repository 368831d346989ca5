import { ConditionError, type Token, toTokens } from './tokens.ts';

export type Operator = '=' | '!=' | '<' | '>' | '<=' | '>=' | 'contains' | 'like';

/** The right side of a comparison. Numbers stay text, dates are instants. */
export type Literal =
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'date'; readonly at: Temporal.Instant }
  | { readonly kind: 'null' };

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'compare'; readonly field: string; readonly operator: Operator; readonly value: Literal }
  | { readonly kind: 'in'; readonly field: string; readonly values: readonly Literal[] };

/** Parses `conditions`, `childConditions` and `customFieldConditions`: `and` binds closer than `or`; words in any case. */
export function parseConditions(text: string): Condition {
  const cursor = new Cursor(toTokens(text));
  const condition = parseOr(cursor);
  const rest = cursor.peek();
  if (rest !== undefined) throw new ConditionError(`Conditions clause is invalid near '${rest.text}'`);
  return condition;
}

class Cursor {
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  peek(): Token | undefined {
    return this.#tokens[this.#next];
  }

  take(): Token {
    const token = this.#tokens[this.#next];
    if (token === undefined) throw new ConditionError('Conditions clause ends too early');
    this.#next += 1;
    return token;
  }

  /** Takes the next token when it is this word or mark. */
  skip(text: string): boolean {
    const token = this.peek();
    if (token === undefined || (token.kind !== 'word' && token.kind !== 'mark') || token.text.toLowerCase() !== text) return false;
    this.#next += 1;
    return true;
  }

  expect(text: string): void {
    if (!this.skip(text))
      throw new ConditionError(`Conditions clause is invalid: expected '${text}' before '${this.peek()?.text ?? 'the end'}'`);
  }
}

function parseOr(cursor: Cursor): Condition {
  return chain(cursor, 'or', parseAnd);
}

function parseAnd(cursor: Cursor): Condition {
  return chain(cursor, 'and', parseOne);
}

function chain(cursor: Cursor, word: 'and' | 'or', part: (cursor: Cursor) => Condition): Condition {
  const first = part(cursor);
  const parts = [first];
  while (cursor.skip(word)) parts.push(part(cursor));
  return parts.length === 1 ? first : { kind: word, parts };
}

function parseOne(cursor: Cursor): Condition {
  if (cursor.skip('not')) return { kind: 'not', of: parseOne(cursor) };
  if (!cursor.skip('(')) return parseComparison(cursor);
  const inner = parseOr(cursor);
  cursor.expect(')');
  return inner;
}

function parseComparison(cursor: Cursor): Condition {
  const field = cursor.take();
  if (field.kind !== 'word') throw new ConditionError(`Conditions clause is invalid: '${field.text}' is not a field`);
  if (cursor.skip('not')) return { kind: 'not', of: parseTail(cursor, field.text) };
  return parseTail(cursor, field.text);
}

function parseTail(cursor: Cursor, field: string): Condition {
  if (cursor.skip('in')) return { kind: 'in', field, values: parseList(cursor) };
  const operator = parseOperator(cursor);
  const value = toLiteral(cursor.take());
  if ((operator === 'contains' || operator === 'like') && value.kind !== 'string') {
    throw new ConditionError(`Conditions clause is invalid: '${operator}' needs a quoted text for field '${field}'`);
  }
  return { kind: 'compare', field, operator, value };
}

function parseOperator(cursor: Cursor): Operator {
  if (cursor.skip('contains')) return 'contains';
  if (cursor.skip('like')) return 'like';
  const token = cursor.take();
  if (token.kind === 'operator') return token.text;
  throw new ConditionError(`Conditions clause is invalid: '${token.text}' is not an operator`);
}

function parseList(cursor: Cursor): readonly Literal[] {
  cursor.expect('(');
  const values = [toLiteral(cursor.take())];
  while (cursor.skip(',')) values.push(toLiteral(cursor.take()));
  cursor.expect(')');
  return values;
}

function toLiteral(token: Token): Literal {
  switch (token.kind) {
    case 'string':
    case 'number':
      return { kind: token.kind, text: token.text };
    case 'date':
      return { kind: 'date', at: toInstant(token.text) };
    case 'word':
      return toWord(token.text);
    case 'operator':
    case 'mark':
      throw new ConditionError(`Conditions clause is invalid: '${token.text}' is not a value`);
  }
}

function toWord(text: string): Literal {
  const word = text.toLowerCase();
  if (word === 'null') return { kind: 'null' };
  if (word === 'true' || word === 'false') return { kind: 'boolean', value: word === 'true' };
  throw new ConditionError(`Conditions clause is invalid: text must be quoted near '${text}'`);
}

/** A day alone means midnight UTC, as dates are stored there. */
function toInstant(text: string): Temporal.Instant {
  const whole = /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00:00Z` : /(Z|[+-]\d\d:\d\d)$/i.test(text) ? text : `${text}Z`;
  try {
    return Temporal.Instant.from(whole);
  } catch (error) {
    throw new ConditionError(`Conditions clause is invalid: [${text}] is not a date`, { cause: error });
  }
}
