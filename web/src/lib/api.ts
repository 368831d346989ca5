import type { z } from 'zod';
import { apiBase } from '#contract/base.ts';
import type { Problem, ProblemCode } from '#contract/problem.ts';
import type { Route } from '#contract/route.ts';
import { actingFor } from './acting.ts';

type SchemaOf<R extends Route, Part extends 'params' | 'query' | 'body' | 'reply'> = Exclude<R[Part], undefined>;
/** Coerced fields take anything on the wire; here they take numbers and text. */
type Plain<T> = { [K in keyof T]: unknown extends T[K] ? number | string | undefined : T[K] };
type Given<R extends Route, Part extends 'params' | 'query' | 'body'> = z.input<SchemaOf<R, Part>>;
type MayLeaveOut<T> = undefined extends T ? true : Partial<T> extends T ? true : false;
/** A part of a call: not there, free to leave out, or needed. */
type Needs<Part extends string, T> = unknown extends T
  ? Readonly<Partial<Record<Part, undefined>>>
  : MayLeaveOut<T> extends true
    ? Readonly<Partial<Record<Part, T>>>
    : Readonly<Record<Part, T>>;

export type QueryOf<R extends Route> = Plain<Given<R, 'query'>>;
export type BodyOf<R extends Route> = Given<R, 'body'>;
export type ReplyOf<R extends Route> = unknown extends z.output<SchemaOf<R, 'reply'>> ? undefined : z.output<SchemaOf<R, 'reply'>>;
export type CallInput<R extends Route> = Needs<'params', Given<R, 'params'>> &
  Needs<'query', unknown extends Given<R, 'query'> ? unknown : QueryOf<R>> &
  Needs<'body', BodyOf<R>> & {
    readonly signal?: AbortSignal | undefined;
    /** One per intention: a double click or a retry sends the same one and is carried out once. Made here when left out. */
    readonly idempotencyKey?: string;
  };

/** What did not happen, as the API says it (problem+json), or as the browser noticed it (no answer at all). */
export class ApiProblem extends Error {
  readonly problem: Problem;
  /** The server did not answer: nothing is known about the outcome. */
  readonly offline: boolean;
  constructor(problem: Problem, offline = false) {
    super(problem.detail);
    this.name = 'ApiProblem';
    this.problem = problem;
    this.offline = offline;
  }
  get code(): ProblemCode {
    return this.problem.code;
  }
}

export const isProblem = (error: unknown, code?: ProblemCode): error is ApiProblem =>
  error instanceof ApiProblem && (code === undefined || error.code === code);

let csrf: string | null = null;
/** From `GET /me`; goes with every change. */
export const rememberCsrf = (token: string | null): void => {
  csrf = token;
};

/** The address of a call: parameters filled in, empty query fields left out. */
export function addressOf(route: Route, input: { params?: unknown; query?: unknown } = {}): string {
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(textOf(fieldsOf(input.params)[name])));
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(fieldsOf(input.query)))
    if (value !== undefined && value !== '') query.set(name, textOf(value));
  const search = query.toString();
  return `${apiBase}${path}${search === '' ? '' : `?${search}`}`;
}

const fieldsOf = (value: unknown): Record<string, unknown> => (typeof value === 'object' && value !== null ? { ...value } : {});
const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value ?? ''));

/** Calls one route of the contract. Answers its reply or throws ApiProblem. */
export async function call<R extends Route>(route: R, input: CallInput<R>): Promise<ReplyOf<R>> {
  const answer = await send(route, input);
  if (answer.status === route.status) return (answer.status === 204 ? undefined : await answer.json()) as ReplyOf<R>; // the server checked it against the same schema
  throw new ApiProblem(await problemOf(answer));
}

type Sent = { params?: unknown; query?: unknown; body?: unknown; signal?: AbortSignal | undefined; idempotencyKey?: string };

/** What a call must bring along besides its body: in whose name it is made, and that a change is meant. */
export function callHeaders(route: Route, idempotencyKey?: string): Readonly<Record<string, string>> {
  const organisation = actingFor();
  return {
    ...(organisation !== undefined && { 'Acting-For': organisation }),
    ...(route.method !== 'GET' && csrf !== null && { 'X-Csrf-Token': csrf }),
    ...(route.method === 'POST' && { 'Idempotency-Key': idempotencyKey ?? crypto.randomUUID() }),
  };
}

async function send(route: Route, input: Sent): Promise<Response> {
  const body = route.body === undefined ? undefined : JSON.stringify(input.body ?? {});
  try {
    return await fetch(addressOf(route, input), {
      method: route.method,
      headers: headersOf(route, input.idempotencyKey, body !== undefined),
      credentials: 'same-origin',
      ...(body !== undefined && { body }),
      ...(input.signal !== undefined && { signal: input.signal }),
    });
  } catch (error) {
    if (input.signal?.aborted === true) throw error;
    throw new ApiProblem(noAnswer, true);
  }
}

function headersOf(route: Route, idempotencyKey: string | undefined, hasBody: boolean): Headers {
  const headers = new Headers({ Accept: 'application/json', ...callHeaders(route, idempotencyKey) });
  if (hasBody) headers.set('Content-Type', 'application/json');
  return headers;
}

export const noAnswer: Problem = {
  type: 'about:blank',
  title: 'Concord does not answer',
  status: 0,
  detail: 'The browser could not reach the server. It may be restarting, or the network is down.',
  code: 'overloaded',
  requestId: '',
  retryable: true,
  remediation: { text: 'Check that Concord is running, then try again.' },
};

export async function problemOf(answer: Response): Promise<Problem> {
  const fallback: Problem = {
    ...noAnswer,
    title: 'The server gave an answer that cannot be read',
    status: answer.status,
    detail: `Status ${answer.status}. A proxy between the browser and Concord may have answered instead.`,
    code: 'internal',
    requestId: answer.headers.get('Request-Id') ?? '',
    retryable: answer.status >= 500,
  };
  try {
    const body: unknown = await answer.json();
    return typeof body === 'object' && body !== null && 'code' in body && 'title' in body ? (body as Problem) : fallback; // shape promised by contract/problem.ts
  } catch {
    return fallback;
  }
}
