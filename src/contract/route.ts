import type { z } from 'zod';
import type { Permission } from '../model/person.ts';
import type { ProblemCode } from './problem.ts';

/** Who may call: a permission, everybody who is signed in, or everybody. A route without it does not compile (RB1). */
export type May = Permission | 'signedIn' | 'anyone';

/** Rows a call can touch: those of the caller's scope (row level security), installation-wide things, or none. */
export type TenantScope = 'rows' | 'installation' | 'none';

export type Route<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Reply extends z.ZodType = z.ZodType,
> = {
  /** operationId: unique, camelCase, a verb and a thing. */
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below /api/v1, parameters as `{id}`. */
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  readonly may: May;
  readonly tenantScope: TenantScope;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** Status of the good answer and its body. `stream`: server-sent events whose data have this shape. */
  readonly status: 200 | 201 | 202 | 204;
  readonly reply?: Reply;
  readonly stream?: boolean;
  /** Answers a file that is written while it is read; `reply` is what stands in it. */
  readonly file?: true;
  /** The body is multipart/form-data: files, read as they come and never held in memory whole. */
  readonly upload?: boolean;
  /** Bytes of a JSON body at most; 1 MiB if left out. */
  readonly bodyBytes?: number;
  /** `Idempotency-Key`: accepted on every POST, required where money or a remote moves. */
  readonly idempotency?: 'required' | 'accepted';
  /** The acts marked S: the person proved who he is within five minutes. */
  readonly freshProof?: boolean;
  /** Also for people of a reseller below us, and in its name; every other route is closed to them (RB3). */
  readonly organisation?: true;
  /** Also for a customer's own people; every other route is closed to them (S91, RB3). */
  readonly ofCustomers?: true;
  /** Calls a minute from one address, where the route needs nobody and its own limit is lower than that of all. */
  readonly callsAMinute?: number;
  /** Problem codes this route can answer beyond those every route can. */
  readonly problems?: readonly ProblemCode[];
};

/** Keeps the exact types of one route. */
export const route = <Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType, Reply extends z.ZodType>(
  definition: Route<Params, Query, Body, Reply>,
): Route<Params, Query, Body, Reply> => definition;
