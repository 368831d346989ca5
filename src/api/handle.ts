import type { z } from 'zod';
import type { ProblemCode } from '../contract/problem.ts';
import type { Route } from '../contract/route.ts';
import type { Context } from '../features/context.ts';

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;
type Reply<Schema> = Schema extends z.ZodType ? z.input<Schema> : undefined;

/** A call that passed the guard and whose parts passed their schemas. */
export type Call<R extends Route> = {
  readonly context: Context;
  readonly params: Parsed<NonNullable<R['params']>>;
  readonly query: Parsed<NonNullable<R['query']>>;
  readonly body: Parsed<NonNullable<R['body']>>;
  readonly request: { readonly id: string; readonly loginHash: string | undefined; readonly baseUrl: string };
};

/** A refusal: a decision of the business that the caller gets as a problem (RFC 9457). Not a fault. */
export type Refusal = {
  readonly refused: ProblemCode;
  readonly detail: string;
  readonly hint?: string;
  readonly errors?: readonly { readonly pointer: string; readonly code: string; readonly detail: string }[];
  readonly planId?: string;
};

export const refuse = (refused: ProblemCode, detail: string, more: Omit<Refusal, 'refused' | 'detail'> = {}): Refusal => ({
  refused,
  detail,
  ...more,
});

/** A file that was written for this answer and goes when it is sent. */
export type FileAnswer = { readonly file: { readonly path: string; readonly name: string; readonly type: string } };

/** A good answer may set cookies; the login's own unless another is named. */
export type Good<Body> = { readonly reply: Body; readonly cookies?: readonly SetCookie[] };
export type SetCookie = { readonly name?: string; readonly value: string; readonly maxAgeSeconds: number };

export type Handler<R extends Route> = (call: Call<R>) => Promise<Good<Reply<NonNullable<R['reply']>>> | Refusal>;

/** A route with what answers it. The server fails to start when a route of the contract has none. */
export type Mounted = { readonly route: Route; readonly handler: (call: never) => Promise<Good<unknown> | FileAnswer | Refusal> };

export const handle = <R extends Route>(route: R, handler: Handler<R>): Mounted => ({ route, handler });

/** A route whose answer is a file; what stands in it is made for the caller, since no schema hides anything in it. */
export const handleFile = <R extends Route>(route: R, handler: (call: Call<R>) => Promise<FileAnswer | Refusal>): Mounted => ({
  route,
  handler,
});

export const good = <Body>(reply: Body): Good<Body> => ({ reply });
