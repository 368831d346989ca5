import { Agent, request } from 'undici';
import { Problem } from '../../src/contract/problem.ts';
import type { SignedIn } from './make.ts';

/** Nobody, a signed-in browser, or a key. */
export type As = SignedIn | { readonly key: string } | undefined;

export type Ask = {
  readonly as?: As;
  readonly body?: unknown;
  /** Added last: they win over what the caller would send by himself; undefined takes one away. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
};

export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The body as JSON; undefined when it is none. */
  readonly body: unknown;
};

/** The headers with which a browser or a script of ours calls. */
function headersOf(as: As, method: string, body: unknown): Record<string, string> {
  return {
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(as !== undefined && 'key' in as && { authorization: `Bearer ${as.key}` }),
    ...(as !== undefined && 'cookie' in as && { cookie: as.cookie, ...(method !== 'GET' && { 'x-csrf-token': as.csrf }) }),
  };
}

export async function ask(url: string, method: string, { as, body, headers = {} }: Ask = {}): Promise<Answer> {
  const all = Object.entries({ ...headersOf(as, method, body), ...headers }).filter(([, value]) => value !== undefined);
  const answer = await request(url, {
    method: method as 'GET',
    headers: Object.fromEntries(all) as Record<string, string>,
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    dispatcher,
  });
  const text = await answer.body.text();
  return { status: answer.statusCode, headers: answer.headers, text, body: parsed(text) };
}

/** The database of a test is slower than the client is patient by default when many run at once. */
const dispatcher = new Agent({ headersTimeout: 60_000, bodyTimeout: 60_000 });

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The answer as a problem of ours; fails when it is none. */
export const problemOf = (answer: Answer): Problem => {
  if (
    answer.headers['content-type'] !== 'application/problem+json; charset=utf-8' &&
    answer.headers['content-type'] !== 'application/problem+json'
  )
    throw new Error(`Not a problem: ${answer.status} ${answer.text.slice(0, 200)}`);
  return Problem.parse(answer.body);
};
