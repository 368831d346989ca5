/** The pieces of a conditions text. `at` is the offset in the text, for the message of a refusal. */
export type Token =
  | { readonly kind: 'word'; readonly text: string; readonly at: number }
  | { readonly kind: 'string'; readonly text: string; readonly at: number }
  | { readonly kind: 'number'; readonly text: string; readonly at: number }
  | { readonly kind: 'date'; readonly text: string; readonly at: number }
  | { readonly kind: 'operator'; readonly text: '=' | '!=' | '<' | '>' | '<=' | '>='; readonly at: number }
  | { readonly kind: 'mark'; readonly text: '(' | ')' | ','; readonly at: number };

/** A conditions text that the grammar does not take; the remote answers 400 with the message. */
export class ConditionError extends Error {}

type Reader = { readonly pattern: RegExp; readonly make: (text: string, at: number) => Token };

const space = /\s+/y;

// Strings stand in double or single quotes; a quote inside is written twice (psa reference, conditions grammar).
const readers: readonly Reader[] = [
  { pattern: /"(?:[^"]|"")*"/y, make: (text, at) => ({ kind: 'string', text: text.slice(1, -1).replaceAll('""', '"'), at }) },
  { pattern: /'(?:[^']|'')*'/y, make: (text, at) => ({ kind: 'string', text: text.slice(1, -1).replaceAll("''", "'"), at }) },
  { pattern: /\[[^\]]*\]/y, make: (text, at) => ({ kind: 'date', text: text.slice(1, -1).trim(), at }) },
  { pattern: /<=|>=|!=|<>|=|<|>/y, make: (text, at) => ({ kind: 'operator', text: operatorOf(text), at }) },
  { pattern: /[(),]/y, make: (text, at) => ({ kind: 'mark', text: text === '(' ? '(' : text === ')' ? ')' : ',', at }) },
  { pattern: /-?\d+(?:\.\d+)?(?![\w/])/y, make: (text, at) => ({ kind: 'number', text, at }) },
  { pattern: /[A-Za-z_][\w/.-]*/y, make: (text, at) => ({ kind: 'word', text, at }) },
];

function operatorOf(text: string): '=' | '!=' | '<' | '>' | '<=' | '>=' {
  switch (text) {
    case '=':
    case '<':
    case '>':
    case '<=':
    case '>=':
      return text;
    default:
      return '!=';
  }
}

/** Cuts a conditions text into tokens; throws ConditionError at the first thing that is none. */
export function toTokens(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const gap = matchAt(space, text, at);
    if (gap !== undefined) {
      at += gap.length;
      continue;
    }
    const token = firstToken(text, at);
    if (token === undefined) throw new ConditionError(`Conditions clause is invalid near position ${at + 1}: ${text.slice(at, at + 20)}`);
    tokens.push(token.token);
    at = token.end;
  }
  return tokens;
}

function firstToken(text: string, at: number): { readonly token: Token; readonly end: number } | undefined {
  for (const reader of readers) {
    const found = matchAt(reader.pattern, text, at);
    if (found !== undefined) return { token: reader.make(found, at), end: at + found.length };
  }
  return undefined;
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}
