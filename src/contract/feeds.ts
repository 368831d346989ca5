import { z } from 'zod';
import { Feed, Holder, WebhookAct, WebhookActState } from '../model/feed.ts';
import { idSchema } from '../model/ids.ts';
import { instant } from './page.ts';
import { route } from './route.ts';

const params = z.object({ id: idSchema('connection') });

/** One writing of the registration: who, why, and what became of it. */
export const RegistrationAct = z
  .object({
    act: WebhookAct,
    state: WebhookActState,
    reason: z.string(),
    actor: z.string(),
    fromHost: z.string().nullable(),
    toHost: z.string().nullable(),
    code: z.string().nullable(),
    detail: z.string().nullable(),
    at: instant,
  })
  .meta({ id: 'RegistrationAct' });

/** How long changes took to be seen here, from the event's own time; the last 24 hours. */
const Lag = z.object({
  feed: Feed,
  event: z.string(),
  count: z.number().int(),
  p50Ms: z.number().int(),
  p95Ms: z.number().int(),
  maxMs: z.number().int(),
});

const Destination = z.object({
  id: z.uuid(),
  name: z.string(),
  /** Only the host: the address may carry a key of the other tool. */
  host: z.string(),
  paused: z.boolean(),
  waiting: z.number().int(),
  delivered: z.number().int(),
  dead: z.number().int(),
  trouble: z.string().nullable(),
});

export const Feeds = z
  .object({
    /** Whose Microsoft's one registration of the account is. */
    holder: Holder,
    holderSince: instant,
    checkedAt: instant.nullable(),
    registeredHost: z.string().nullable(),
    registeredEvents: z.array(z.string()),
    isAnotherConcord: z.boolean(),
    canGiveBack: z.boolean(),
    /** Where Microsoft sends to when the registration is ours. */
    address: z.string(),
    /** Where the tool that has the registration hands on what it gets, body and headers unchanged. */
    relayAddress: z.string(),
    lastDeliveryAt: instant.nullable(),
    /** The activity log: read last, and how often. */
    polledAt: instant.nullable(),
    pollEverySeconds: z.number().int(),
    trouble: z.object({ code: z.string(), reason: z.string() }).nullable(),
    /** Changes of the last day that the log had and no notification told of. */
    untold: z.number().int(),
    waiting: z.object({ count: z.number().int(), since: instant.nullable() }),
    lags: z.array(Lag),
    /** Invitations of the last 90 days: how long those took who came, and how many have not; null while none was sent. */
    invitations: Lag.pick({ count: true, p50Ms: true, p95Ms: true, maxMs: true }).extend({ waiting: z.number().int() }).nullable(),
    acts: z.array(RegistrationAct),
    destinations: z.array(Destination),
  })
  .meta({ id: 'Feeds' });

export const getFeeds = route({
  id: 'getFeeds',
  method: 'GET',
  path: '/connections/{id}/feeds',
  summary: 'How changes of a partner account reach Concord, and how long they take',
  tag: 'Connections',
  may: 'connections:read',
  tenantScope: 'installation',
  params,
  status: 200,
  reply: Feeds,
});

export const actOnRegistration = route({
  id: 'actOnRegistration',
  method: 'POST',
  path: '/connections/{id}/webhook-registration',
  summary: 'Take the webhook registration, take it over from another tool, or give it back',
  tag: 'Connections',
  may: 'connections:write',
  tenantScope: 'installation',
  freshProof: true,
  params,
  body: z.strictObject({
    act: WebhookAct,
    reason: z.string().trim().min(1).max(500),
    /** The host that you saw registered, null for none: if it is another one now, nothing is written. */
    seenHost: z.string().max(300).nullable(),
    /** Taking over: the other tool goes on getting every notification, unchanged. */
    handOn: z.boolean().default(true),
  }),
  status: 200,
  reply: RegistrationAct,
  problems: ['conflict', 'remote_refused', 'remote_unavailable'],
});

export const sendTestEvent = route({
  id: 'sendTestEvent',
  method: 'POST',
  path: '/connections/{id}/webhook-tests',
  summary: 'Ask Microsoft for a test notification',
  tag: 'Connections',
  may: 'connections:test',
  tenantScope: 'installation',
  params,
  status: 200,
  reply: z.object({ correlationId: z.string() }),
  problems: ['conflict', 'rate_limited', 'remote_unavailable'],
});

export const addRelayDestination = route({
  id: 'addRelayDestination',
  method: 'POST',
  path: '/connections/{id}/relay-destinations',
  summary: 'Hand every notification on to another tool',
  tag: 'Connections',
  may: 'connections:write',
  tenantScope: 'installation',
  freshProof: true,
  params,
  body: z.strictObject({ name: z.string().trim().min(1).max(100), address: z.string().min(1).max(2_000) }),
  status: 201,
  reply: z.object({ id: z.uuid() }),
  problems: ['duplicate'],
});

const destinationParams = z.object({ id: idSchema('connection'), destinationId: z.uuid() });

export const removeRelayDestination = route({
  id: 'removeRelayDestination',
  method: 'DELETE',
  path: '/connections/{id}/relay-destinations/{destinationId}',
  summary: 'Stop handing notifications on to a tool',
  tag: 'Connections',
  may: 'connections:write',
  tenantScope: 'installation',
  freshProof: true,
  params: destinationParams,
  status: 204,
});

export const retryRelayDestination = route({
  id: 'retryRelayDestination',
  method: 'POST',
  path: '/connections/{id}/relay-destinations/{destinationId}/retries',
  summary: 'Hand on again what was given up',
  tag: 'Connections',
  may: 'connections:test',
  tenantScope: 'installation',
  params: destinationParams,
  status: 200,
  reply: z.object({ retried: z.number().int() }),
});
