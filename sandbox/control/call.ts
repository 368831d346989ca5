import type { z } from 'zod';
import { json, jsonBody, type RemoteAnswer, type RemoteRequest } from '../remote.ts';
import type { Params } from '../routing.ts';
import type { Stage } from '../stage.ts';
import type { Actor } from '../world/world.ts';

/** A call of the control API. */
export type ControlCall = { readonly request: RemoteRequest; readonly stage: Stage; readonly params: Params };
export type ControlHandler = (call: ControlCall) => RemoteAnswer | Promise<RemoteAnswer>;

export const byControl: Actor = { kind: 'control', name: 'control' };

export const ok = (value: unknown): RemoteAnswer => json(200, value);

/** A refusal of the control API: what was wrong, in words. */
export const refuse = (status: number, code: string, message: string, more: Readonly<Record<string, unknown>> = {}): RemoteAnswer =>
  json(status, { code, message, ...more });

/** The body in the wanted shape, handed to the work; 400 with the places that are wrong otherwise. An empty body counts as {}. Forms of the control page come as fields. */
export function withBody<Schema extends z.ZodType>(
  schema: Schema,
  work: (input: z.output<Schema>, call: ControlCall) => RemoteAnswer | Promise<RemoteAnswer>,
): ControlHandler {
  return (call) => {
    const read = schema.safeParse(bodyOf(call.request));
    if (read.success) return work(read.data, call);
    const issues = read.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
    return refuse(400, 'bad_request', issues.map(({ path, message }) => `${path === '' ? 'body' : path}: ${message}`).join('; '), {
      issues,
    });
  };
}

function bodyOf(request: RemoteRequest): unknown {
  if (request.body.trim() === '') return {};
  if (!(request.headers['content-type'] ?? '').includes('application/x-www-form-urlencoded')) return jsonBody(request);
  const fields: Record<string, unknown> = {};
  for (const [name, value] of new URLSearchParams(request.body)) fields[name] = typed(value);
  return fields;
}

/** Form fields are text; numbers and yes/no become what JSON would have sent. */
function typed(value: string): unknown {
  if (value === 'true' || value === 'false') return value === 'true';
  return /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
}
