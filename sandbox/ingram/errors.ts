import { Seeded } from '../../src/lib/seeded.ts';
import { json, type RemoteAnswer, type RemoteRequest } from '../remote.ts';

/** The document types no error: JSON with code, message and details is what clients see in practice (unverified). */
export const refuse = (status: number, code: string, message: string, details: readonly string[] = []): RemoteAnswer =>
  json(status, { code, message, details: details.map((text) => ({ message: text })) });

export const badRequest = (message: string, details: readonly string[] = []): RemoteAnswer => refuse(400, 'BAD_REQUEST', message, details);
export const unauthorized = (message: string): RemoteAnswer => refuse(401, 'UNAUTHORIZED', message);
export const notFound = (what: string): RemoteAnswer => refuse(404, 'NOT_FOUND', `${what} is not found`);
export const conflict = (message: string): RemoteAnswer => refuse(409, 'CONFLICT', message);

/** Every answer carries the marketplace's own id of the call; one that was sent comes back. */
export function traced(answer: RemoteAnswer, request: RemoteRequest, seed: string): RemoteAnswer {
  const id = request.headers['x-correlation-id'] ?? new Seeded(`${seed}/${request.method}/${request.path}${request.rawQuery}`).uuid();
  return { ...answer, headers: { ...answer.headers, 'x-correlation-id': id } };
}
