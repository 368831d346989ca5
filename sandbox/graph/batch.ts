import { z } from 'zod';
import { json, jsonBody, type Remote, type RemoteAnswer, type RemoteRequest } from '../remote.ts';
import type { World } from '../world/world.ts';
import { checkToken } from './access.ts';
import { badRequest, type GraphRefusal, isRefusal, refusalAnswer, refuse } from './errors.ts';

const most = 20;

const step = z.object({
  id: z.string().min(1),
  method: z.string().transform((text) => text.toUpperCase()),
  url: z.string().min(1),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.unknown().optional(),
  dependsOn: z.array(z.string()).default([]),
});
type Step = z.output<typeof step>;
const steps = z.object({ requests: z.array(step).min(1) });

export const isBatch = ({ method, path }: RemoteRequest): boolean => method === 'POST' && path.toLowerCase() === '/v1.0/$batch';

/** `POST /v1.0/$batch`: up to 20 calls in one, each with an answer of its own. */
export async function answerBatch(request: RemoteRequest, world: World, handle: Remote['handle']): Promise<RemoteAnswer> {
  const requestId = world.newId();
  const wanted = readSteps(request, world);
  if (isRefusal(wanted)) return refusalAnswer(world, request, wanted, requestId);
  const statuses = new Map<string, number>();
  const responses: unknown[] = [];
  for (const one of wanted) {
    const failed = one.dependsOn.some((id) => (statuses.get(id) ?? 500) >= 400);
    const refused = refuse(424, 'FailedDependency', 'A request that this one depends on has failed.');
    const inner = innerRequest(request, one);
    const answer = failed ? refusalAnswer(world, request, refused, requestId) : await handle(inner, world);
    statuses.set(one.id, answer.status);
    responses.push(responseOf(one.id, answer));
  }
  return json(200, { responses }, { 'request-id': requestId });
}

function readSteps(request: RemoteRequest, world: World): readonly Step[] | GraphRefusal {
  const caller = checkToken(request, world);
  if (isRefusal(caller)) return caller;
  const read = steps.safeParse(jsonBody(request));
  if (!read.success) return badRequest('Invalid batch payload format.');
  const { requests } = read.data;
  if (requests.length > most) return badRequest(`Number of batch request steps exceeds the maximum value of ${String(most)}.`);
  return new Set(requests.map(({ id }) => id)).size === requests.length ? requests : badRequest('Request Id values must be unique.');
}

function innerRequest(outer: RemoteRequest, { method, url, headers, body }: Step): RemoteRequest {
  const [path = '', query] = url.split(/\?(.*)/s);
  const text = body === undefined ? '' : JSON.stringify(body);
  const own = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const { authorization, 'client-request-id': client } = outer.headers;
  return {
    ...outer,
    method,
    path: `/v1.0${path.startsWith('/') ? '' : '/'}${path}`,
    query: new URLSearchParams(query ?? ''),
    rawQuery: query === undefined ? '' : `?${query}`,
    headers: { authorization, 'client-request-id': client, ...own },
    body: text,
    rawBody: Buffer.from(text),
    linkTo: (host) => outer.linkTo(host),
  };
}

function responseOf(id: string, { status, headers = {}, body }: RemoteAnswer) {
  const text = typeof body === 'string' ? body : Buffer.from(body ?? []).toString('utf8');
  const isJson = headers['content-type']?.includes('json') === true;
  const shown = text === '' ? null : isJson ? (JSON.parse(text) as unknown) : Buffer.from(text).toString('base64');
  return { id, status, headers: titled(headers), body: shown };
}

/** Names as Graph writes them inside a batch: clients look for `Content-Type` letter by letter. */
const titled = (headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.startsWith('content-') ? name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()) : name,
      value,
    ]),
  );
