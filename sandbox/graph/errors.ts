import { json, type RemoteAnswer, type RemoteRequest } from '../remote.ts';
import type { World } from '../world/world.ts';

/** What Graph says no with: `{error: {code, message, innerError: {date, request-id, client-request-id}}}`. */
export type GraphRefusal = { readonly kind: 'graphRefusal'; readonly status: number; readonly code: string; readonly message: string };

export const refuse = (status: number, code: string, message: string): GraphRefusal => ({ kind: 'graphRefusal', status, code, message });

export const isRefusal = (value: unknown): value is GraphRefusal =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'graphRefusal';

export const badRequest = (message: string): GraphRefusal => refuse(400, 'BadRequest', message);
export const notFound = (message = 'The specified resource was not found.'): GraphRefusal => refuse(404, 'ResourceNotFound', message);

export const refusalAnswer = (world: World, request: RemoteRequest, refusal: GraphRefusal, requestId: string): RemoteAnswer =>
  json(refusal.status, {
    error: {
      code: refusal.code,
      message: refusal.message,
      innerError: {
        date: world.now().slice(0, 19),
        'request-id': requestId,
        'client-request-id': request.headers['client-request-id'] ?? requestId,
      },
    },
  });
