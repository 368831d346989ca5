import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { costRight, isCostSort } from '../contract/costs.ts';
import { apiBase } from '../contract/index.ts';
import type { Problem } from '../contract/problem.ts';
import type { Route } from '../contract/route.ts';
import { type Context, system } from '../features/context.ts';
import { actingFor, type Caller } from '../features/people/index.ts';
import { ended, fieldWords } from '../lib/field-words.ts';
import { ofCustomer } from '../platform/db/transaction.ts';
import { addressOf, checkCall, cookieName, findCaller, organisationNamed } from './guard.ts';
import type { Call, FileAnswer, Good, Mounted, Refusal, SetCookie } from './handle.ts';
import { refuse } from './handle.ts';
import { claimKey, type KeyUse, type KeyVerdict, keepAnswer, keyUse, releaseKey } from './idempotency.ts';
import { fromFault, fromRefusal } from './problem.ts';
import { sendFile } from './send-file.ts';
import { checkSetup } from './setup-gate.ts';
import { whyNotStorable } from './storable.ts';
import { withoutCosts } from './without-costs.ts';

export type MountDeps = { readonly context: Context; readonly baseUrl: () => string };

/** Puts a route of the contract on the server: guard, parse, idempotency, handler, reply, in this order. */
export function mount(server: FastifyInstance, mounted: Mounted, deps: MountDeps): void {
  const { route } = mounted;
  server.route({
    method: route.method,
    url: apiBase + route.path.replaceAll(/\{(\w+)\}/g, ':$1'),
    ...(route.bodyBytes !== undefined && { bodyLimit: route.bodyBytes }),
    // By address alone: whoever needs no key could make up a new one for each call.
    ...(route.callsAMinute !== undefined && {
      config: { rateLimit: { max: route.callsAMinute, timeWindow: '1 minute', keyGenerator: addressOf } },
    }),
    handler: async (request, reply) => {
      const caller = await findCaller(deps.context, request, deps.baseUrl());
      const refusal = checkCall(route, caller, request, deps.context.clock.now());
      if (refusal !== undefined) return sendProblem(reply, fromRefusal(refusal, request.id));
      const acting = await inWhoseName(caller, request, deps);
      if (acting !== undefined && 'refused' in acting) return sendProblem(reply, fromRefusal(acting, request.id));
      const parsed = parseParts(route, request);
      if ('refused' in parsed) return sendProblem(reply, fromRefusal(parsed, request.id));
      const order = checkSort(route, caller, parsed.query);
      if (order !== undefined) return sendProblem(reply, fromRefusal(order, request.id));
      const context = contextFor(deps.context, caller, acting, request);
      const gate = await checkSetup(context, route);
      if (gate !== undefined) return sendProblem(reply, fromRefusal(gate, request.id));
      const call = { ...parsed, context, request: { id: request.id, loginHash: caller?.login?.hash, baseUrl: deps.baseUrl() } };
      callers.set(call.request, { caller, request, acting });
      return answer(mounted, call, caller, request, reply, deps);
    },
  });
}

/** The organisation in whose name a call is made, undefined for our own; a refusal when the caller may not. */
async function inWhoseName(caller: Caller | undefined, request: FastifyRequest, { context }: MountDeps) {
  const acting = caller === undefined ? undefined : await actingFor(context, caller, organisationNamed(request));
  return acting === 'refused' ? noSuchOrganisation : acting;
}

/** Whose rows the call sees, and who the trail says it was. */
const contextFor = (context: Context, caller: Caller | undefined, acting: Caller['organisation'], request: FastifyRequest): Context => ({
  ...context,
  scope: caller?.customerId === undefined ? { reseller: acting?.organisationId ?? '*' } : ofCustomer(caller.customerId),
  actor: { ...(caller?.actor ?? { ...system, origin: request.ip }), onBehalfOf: acting?.name },
});

const noSuchOrganisation = refuse('forbidden', 'You cannot act in the name of this organisation.', {
  hint: 'It is closed, unknown, or you have no right to act for others.',
});

type Behind = { readonly caller: Caller | undefined; readonly request: FastifyRequest; readonly acting: Caller['organisation'] };

/** The caller and raw request behind a call, for the few handlers about people themselves. */
const callers = new WeakMap<object, Behind>();
export const behind = (call: { readonly request: object }): Behind => {
  const found = callers.get(call.request);
  if (found === undefined) throw new Error('A call that was not mounted');
  return found;
};

async function answer(
  mounted: Mounted,
  call: Call<Route>,
  caller: Caller | undefined,
  request: FastifyRequest,
  reply: FastifyReply,
  deps: MountDeps,
) {
  const use = keyOf(mounted.route, caller, request);
  const unusable = checkKey(mounted.route, use);
  if (unusable !== undefined) return sendProblem(reply, fromRefusal(unusable, request.id));
  const verdict = use === undefined ? { kind: 'first' as const } : await claimKey(call.context, use);
  const show = (body: unknown) => shownTo(caller, mounted.route, body);
  if (verdict.kind !== 'first') return replay(verdict, request, reply, show);
  try {
    const outcome = await (mounted.handler as (call: unknown) => Promise<Good<unknown> | FileAnswer | Refusal>)(call);
    if ('refused' in outcome) {
      await (use && releaseKey(call.context, use));
      return await sendProblem(reply, fromRefusal(outcome, request.id));
    }
    if ('file' in outcome) return await sendFile(outcome.file, reply);
    await (use && keepAnswer(call.context, use, mounted.route.status, outcome.reply));
    for (const cookie of outcome.cookies ?? []) setCookie(reply, deps.baseUrl(), cookie);
    return await send(mounted.route, show(outcome.reply), reply);
  } catch (error) {
    await (use && releaseKey(call.context, use));
    throw error;
  }
}

const mayNotSeeCosts = (caller: Caller | undefined): boolean => caller?.permissions.includes(costRight) !== true;

/** The answer as this caller may have it, also one that was kept for somebody with more rights. */
export const shownTo = (caller: Caller | undefined, route: Route, body: unknown): unknown =>
  route.reply !== undefined && mayNotSeeCosts(caller) ? withoutCosts(route.reply, body) : body;

/** An order by what may not be seen would show it. */
function checkSort(route: Route, caller: Caller | undefined, query: unknown): Refusal | undefined {
  const sort = typeof query === 'object' && query !== null && 'sort' in query ? query.sort : undefined;
  if (typeof sort !== 'string' || !isCostSort(route, sort) || !mayNotSeeCosts(caller)) return undefined;
  return refuse('forbidden', `Sorting by "${sort.replace(/^-/, '')}" needs the permission "${costRight}": it is made of costs.`, {
    hint: `Sort by another field, or ask an owner for "${costRight}".`,
  });
}

const keyMissing = refuse('idempotency_key_missing', 'Send the header Idempotency-Key with a value of your own, at most 255 characters.');

const keyTooLong = refuse('malformed', 'An Idempotency-Key has 1 to 255 characters.');

function checkKey(route: Route, use: KeyUse | undefined): Refusal | undefined {
  if (use === undefined) return route.idempotency === 'required' ? keyMissing : undefined;
  return use.key === '' || use.key.length > 255 ? keyTooLong : undefined;
}

function keyOf(route: Route, caller: Caller | undefined, request: FastifyRequest): KeyUse | undefined {
  const key = request.headers['idempotency-key'];
  if (route.method !== 'POST' || typeof key !== 'string' || caller === undefined) return undefined;
  return keyUse(caller.personId, key, route.id, request.params, request.body);
}

type Show = (body: unknown) => unknown;

function replay(verdict: Exclude<KeyVerdict, { kind: 'first' }>, request: FastifyRequest, reply: FastifyReply, show: Show) {
  if (verdict.kind === 'replay') return reply.code(verdict.status).header('Idempotency-Replayed', 'true').send(show(verdict.reply));
  const refusal =
    verdict.kind === 'running'
      ? refuse('idempotency_in_progress', 'A call with this Idempotency-Key has not ended yet.')
      : refuse('idempotency_key_reused', 'This Idempotency-Key was sent before with other content. Nothing was done.');
  return sendProblem(reply, fromRefusal(refusal, request.id));
}

export const setCookie = (reply: FastifyReply, baseUrl: string, { name = cookieName(baseUrl), value, maxAgeSeconds }: SetCookie): void => {
  void reply.setCookie(name, value, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: baseUrl.startsWith('https:'),
    maxAge: maxAgeSeconds,
  });
};

async function send(route: Route, body: unknown, reply: FastifyReply) {
  if (route.status === 204) return reply.code(204).send();
  const job = typeof body === 'object' && body !== null && 'jobId' in body ? String(body.jobId) : undefined;
  if (route.status === 202 && job !== undefined) {
    void reply
      .header('Location', `${apiBase}/jobs/${job}`)
      .header('Operation-Location', `${apiBase}/jobs/${job}`)
      .header('Retry-After', '1');
  }
  return reply.code(route.status).send(body);
}

export const sendProblem = (reply: FastifyReply, problem: Problem) => {
  if (problem.status === 429 || problem.status === 503) void reply.header('Retry-After', problem.code === 'locked_out' ? '900' : '5');
  return reply.code(problem.status).type('application/problem+json').send(problem);
};

export const faultReply = (error: unknown, request: FastifyRequest, reply: FastifyReply) =>
  sendProblem(reply, fromFault(error, request.id));

const notStorable = {
  nul: 'There is a character in it that no text can have (NUL).',
  halfCharacter: 'There is half a character in it (a lone surrogate).',
  deep: 'Lists and objects are nested more than 32 levels deep.',
} as const;

type Parts = { readonly params: unknown; readonly query: unknown; readonly body: unknown };

/** Parses once, at the door: an unknown field is a mistake and is named. */
export function parseParts(route: Route, request: FastifyRequest): Parts | Refusal {
  const parts: Record<string, unknown> = {};
  for (const [name, schema, value] of [
    ['params', route.params, request.params],
    ['query', route.query ?? z.strictObject({}), request.query],
    ['body', route.body, request.body ?? undefined],
  ] as const) {
    const why = whyNotStorable(value);
    if (why !== undefined) return refuse(name === 'params' ? 'not_found' : 'invalid', notStorable[why]);
    if (schema === undefined) continue;
    const result = schema.safeParse(value, { error: fieldWords(value) });
    if (!result.success) return refuseParts(name, result.error);
    parts[name] = result.data;
  }
  return { params: parts['params'], query: parts['query'], body: parts['body'] };
}

/** "settings.approvalLimit: It is missing."; an unknown field is named in its sentence. */
function withName({ pointer, code, detail }: { readonly pointer: string; readonly code: string; readonly detail: string }): string {
  const name = pointer.slice(1).replaceAll('/', '.');
  return code === 'unknown_field' || name === '' ? detail : `${name}: ${detail}`;
}

function refuseParts(name: 'params' | 'query' | 'body', error: z.ZodError): Refusal {
  const errors = error.issues.flatMap((issue) => {
    const at = `/${[...(name === 'body' ? [] : [name]), ...issue.path].join('/')}`;
    return issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({
          pointer: `${at === '/' ? '' : at}/${key}`,
          code: 'unknown_field',
          detail: `There is no field "${key}".`,
        }))
      : [{ pointer: at, code: issue.code, detail: ended(issue.message) }];
  });
  // A path id that is no id of this kind is a thing that does not exist, and answers like one (RB7).
  if (name === 'params') return refuse('not_found', 'There is nothing with this id.');
  return refuse(
    'invalid',
    `${errors.length} ${errors.length === 1 ? 'field is' : 'fields are'} not right: ${errors.map(withName).join(' ')}`,
    { errors },
  );
}
