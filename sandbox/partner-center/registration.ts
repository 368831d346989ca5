import { Seeded } from '../../src/lib/seeded.ts';
import { json, type RemoteAnswer } from '../remote.ts';
import type { Route } from '../routing.ts';
import { queued } from '../webhooks/queue.ts';
import { certificateHost } from '../webhooks/sign.ts';
import type { WebhookDelivery, WebhookRegistration } from '../world/types.ts';
import { put } from '../world/world.ts';
import { flagOf, listOf, readBody, textOf } from './body.ts';
import { actorOf, byWhom, type Call, callRoute } from './call.ts';
import { wireInstant } from './dates.ts';
import { isRefusal, type Refusal, refuse, refuseWith } from './errors.ts';
import { paces } from './pace.ts';

/** Names of the page "Partner Center webhook events". */
export const eventNames: readonly string[] = [
  'azure-fraud-event-detected',
  'dap-admin-relationship-approved',
  'dap-admin-relationship-terminated',
  'dap-admin-relationship-terminated-by-microsoft',
  'granular-admin-access-assignment-activated',
  'granular-admin-access-assignment-created',
  'granular-admin-access-assignment-deleted',
  'granular-admin-access-assignment-updated',
  'granular-admin-relationship-activated',
  'granular-admin-relationship-approved',
  'granular-admin-relationship-expired',
  'granular-admin-relationship-terminated',
  'indirect-reseller-relationship-accepted-by-customer',
  'invoice-ready',
  'new-commerce-migration-completed',
  'new-commerce-migration-created',
  'new-commerce-migration-failed',
  'new-commerce-migration-schedule-failed',
  'referral-created',
  'referral-updated',
  'related-referral-created',
  'related-referral-updated',
  'reseller-relationship-accepted-by-customer',
  'subscription-updated',
  'test-created',
  'usagerecords-thresholdExceeded',
];

const needs = { audience: 'app', right: 'administer' } as const;
const path = '/webhooks/v1/registration';
const keptDays = 7;

const registrationOf = (call: Call): WebhookRegistration | Refusal =>
  call.world.tables.webhookRegistrations.get(call.account.id) ??
  refuseWith(404, 1000, 'No webhook registration was found for the partner.');

/** Samples show PascalCase here, and the subscriber only after a write. */
const answer = (registration: WebhookRegistration) => ({
  WebhookUrl: registration.url,
  WebhookEvents: registration.events,
  ...(registration.signatureInMsHeader ? { SignatureTokenToMsSignatureHeader: true } : {}),
});

const subscriberOf = (call: Call): string => new Seeded(`subscriber/${call.account.tenantId}`).uuid();

function view(call: Call): RemoteAnswer | Refusal {
  const registration = registrationOf(call);
  return isRefusal(registration) ? registration : json(200, answer(registration));
}

/** One registration for each partner tenant: whoever registers next takes it over, silently. */
function register(call: Call): RemoteAnswer | Refusal {
  const body = readBody(call.request.body);
  const url = textOf(body, 'WebhookUrl') ?? '';
  const events = listOf(body, 'WebhookEvents')?.filter((name): name is string => typeof name === 'string');
  if (body === undefined || !isAddress(url) || events === undefined) return refuse(800002);
  if (events.length === 0 || !events.every((name) => eventNames.includes(name))) return refuse(3000);
  const row: WebhookRegistration = {
    id: call.account.id,
    url,
    events: [...new Set(events)],
    signatureInMsHeader: flagOf(body, 'SignatureTokenToMsSignatureHeader') ?? false,
    registeredAt: call.world.now(),
  };
  call.world.apply({
    kind: 'webhooks.registered',
    actor: actorOf(call),
    cause: call.requestId,
    about: { ...byWhom(call), certificateBase: call.request.linkTo(certificateHost) },
    changes: [put('webhookRegistrations', row)],
  });
  return json(200, { SubscriberId: subscriberOf(call), ...answer(row) });
}

function update(call: Call): RemoteAnswer | Refusal {
  const registration = registrationOf(call);
  return isRefusal(registration) ? registration : register(call);
}

function isAddress(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
}

/** Sends a `test-created` notification; the id of the answer finds its status. */
function validate(call: Call): RemoteAnswer | Refusal {
  const registration = registrationOf(call);
  if (isRefusal(registration)) return registration;
  if (!registration.events.includes('test-created'))
    return refuseWith(400, 2000, 'The registration does not include the event test-created.');
  const correlationId = call.world.newId();
  const body = {
    EventName: 'test-created',
    ResourceUri: `http://api.partnercenter.microsoft.com${path}/validationEvents/${correlationId}`,
    ResourceName: 'test',
    AuditUri: null,
    ResourceChangeUtcDate: call.world.now().replace('Z', '+00:00'),
  };
  call.world.apply({
    kind: 'webhooks.tested',
    actor: actorOf(call),
    cause: call.requestId,
    about: byWhom(call),
    changes: queued(call.world, call.account.id, 'test-created', JSON.stringify(body), correlationId),
  });
  return json(200, { correlationId });
}

function validation(call: Call): RemoteAnswer | Refusal {
  const rows = call.world.tables.webhookDeliveries.by('correlationId', call.params['correlationId']?.toLowerCase() ?? '');
  const oldest = call.world.clock.now().subtract({ hours: keptDays * 24 });
  const row = rows.find((one) => one.accountId === call.account.id && Temporal.Instant.compare(one.createdAt, oldest) >= 0);
  return row === undefined ? refuse(1000) : json(200, validationAnswer(row, call));
}

const validationAnswer = (row: WebhookDelivery, call: Call) => ({
  correlationId: row.correlationId,
  partnerId: call.account.tenantId,
  status: row.status === 'delivered' || row.status === 'parked' ? 'completed' : 'inProgress',
  callbackUrl: row.url,
  results: row.attempts.map((attempt) => ({
    responseCode: attempt.responseCode,
    responseMessage: attempt.responseMessage,
    systemError: attempt.systemError,
    dateTimeUtc: wireInstant(attempt.at),
  })),
});

export const registrationRoutes: readonly Route[] = [
  callRoute('GET', `${path}/events`, needs, () => json(200, eventNames)),
  callRoute('GET', path, needs, view),
  callRoute('POST', path, needs, register),
  callRoute('PUT', path, needs, update),
  callRoute('POST', `${path}/validationEvents`, { ...needs, pace: [paces.webhookTests] }, validate),
  callRoute('GET', `${path}/validationEvents/{correlationId}`, needs, validation),
];
