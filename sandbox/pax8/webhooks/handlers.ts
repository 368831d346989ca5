import type { JsonObject } from '../../../src/lib/exact-json.ts';
import { empty, type RemoteAnswer, type RemoteRequest } from '../../remote.ts';
import type { Params } from '../../routing.ts';
import type { DistributorAccount, DistributorWebhook, DistributorWebhookLog } from '../../world/types.ts';
import { put, removeRow, type World } from '../../world/world.ts';
import { objectBody, textOf } from '../bodies.ts';
import { forbidden, notFound, problem } from '../errors.ts';
import { body, pageAnswer } from '../pages.ts';
import { logAnswer, webhookAnswer } from './answers.ts';
import { readFilters, readTopics, withSettings } from './read.ts';
import { definition, isTopic, samplePayload, topics } from './topics.ts';

export type Call = {
  readonly request: RemoteRequest;
  readonly world: World;
  readonly params: Params;
  readonly account: DistributorAccount;
};

const refused = (call: Call, message: string): RemoteAnswer => problem(call.request, 400, 'BAD_REQUEST', message);

const own = ({ world, account }: Call): readonly DistributorWebhook[] =>
  account.adminKey ? world.tables.distributorWebhooks.by('accountId', account.id) : [];

/** Does something with the webhook in the path. */
export function onWebhook(call: Call, work: (webhook: DistributorWebhook) => RemoteAnswer): RemoteAnswer {
  const id = call.params['id'] ?? '';
  const webhook = own(call).find((one) => one.id === id);
  return webhook === undefined ? notFound(call.request, `Webhook ${id}`) : work(webhook);
}

function keep(call: Call, kind: string, webhook: DistributorWebhook): RemoteAnswer {
  const row: DistributorWebhook = { ...webhook, updatedAt: call.world.now() };
  call.world.apply({
    kind: `distributor.webhook${kind}`,
    actor: { kind: 'api', name: call.account.clientId },
    cause: 'pax8',
    about: { distributorAccountId: call.account.id, webhookId: row.id },
    changes: [put('distributorWebhooks', row)],
  });
  return body(200, webhookAnswer(row, call.account));
}

/** GET /webhooks: `active`, `topic`, `status` and `query` (a part of the name). */
export function listWebhooks(call: Call): RemoteAnswer {
  const { query } = call.request;
  const rows = own(call).filter(
    (row) =>
      (query.get('active') ?? String(row.active)) === String(row.active) &&
      (!query.has('topic') || row.topics.some((one) => one.topic === query.get('topic'))) &&
      (!query.has('status') || row.lastDeliveryStatus === query.get('status')) &&
      row.displayName.toLowerCase().includes((query.get('query') ?? '').toLowerCase()),
  );
  return pageAnswer(call.request, rows, (row) => webhookAnswer(row, call.account));
}

export const oneWebhook = (call: Call): RemoteAnswer => onWebhook(call, (webhook) => body(200, webhookAnswer(webhook, call.account)));

/** POST /webhooks: inactive unless it says otherwise. */
export function createWebhook(call: Call): RemoteAnswer {
  const { world, account } = call;
  if (!account.adminKey) return forbidden(call.request);
  const from = objectBody(call.request) ?? {};
  const read = readTopics(world, from['webhookTopics']);
  if (typeof read === 'string') return refused(call, read);
  const integrationId = textOf(from['integrationId']);
  const blank: DistributorWebhook = {
    id: world.newId(),
    accountId: account.id,
    displayName: '',
    url: '',
    authorization: '',
    active: from['active'] === true,
    contactEmail: '',
    errorThreshold: 3,
    ...(integrationId === '' ? {} : { integrationId }),
    topics: read,
    createdAt: world.now(),
    updatedAt: world.now(),
  };
  const webhook = withSettings(blank, from);
  return typeof webhook === 'string' ? refused(call, webhook) : keep(call, 'Created', webhook);
}

export const deleteWebhook = (call: Call): RemoteAnswer =>
  onWebhook(call, (webhook) => {
    call.world.apply({
      kind: 'distributor.webhookDeleted',
      actor: { kind: 'api', name: call.account.clientId },
      cause: 'pax8',
      about: { distributorAccountId: call.account.id, webhookId: webhook.id },
      changes: [removeRow('distributorWebhooks', webhook.id)],
    });
    return empty(204);
  });

export const configure = (call: Call): RemoteAnswer =>
  onWebhook(call, (webhook) => {
    const after = withSettings(webhook, objectBody(call.request) ?? {});
    return typeof after === 'string' ? refused(call, after) : keep(call, 'Changed', after);
  });

export const setStatus = (call: Call): RemoteAnswer =>
  onWebhook(call, (webhook) => {
    const active = objectBody(call.request)?.['active'];
    return typeof active === 'boolean' ? keep(call, 'Changed', { ...webhook, active }) : refused(call, 'active is required');
  });

/** POST adds one topic, PUT puts others in the place of all. */
export const addTopic = (call: Call): RemoteAnswer =>
  onWebhook(call, (webhook) => {
    const read = readTopics(call.world, [objectBody(call.request) ?? {}]);
    if (typeof read === 'string') return refused(call, read);
    if (webhook.topics.some((one) => one.topic === read[0]?.topic)) return refused(call, 'The webhook has this topic already');
    return keep(call, 'Changed', { ...webhook, topics: [...webhook.topics, ...read] });
  });

export const replaceTopics = (call: Call): RemoteAnswer =>
  onWebhook(call, (webhook) => {
    const read = readTopics(call.world, objectBody(call.request)?.['webhookTopics']);
    return typeof read === 'string' ? refused(call, read) : keep(call, 'Changed', { ...webhook, topics: read });
  });

export const deleteTopic = (call: Call): RemoteAnswer =>
  onWebhook(call, (webhook) => {
    const kept = webhook.topics.filter((one) => one.id !== call.params['topicId']);
    if (kept.length === webhook.topics.length) return notFound(call.request, 'Topic');
    keep(call, 'Changed', { ...webhook, topics: kept });
    return empty(204);
  });

export const configureTopic = (call: Call): RemoteAnswer =>
  onWebhook(call, (webhook) => {
    const filters = readFilters(objectBody(call.request)?.['filters']);
    if (typeof filters === 'string') return refused(call, filters);
    if (!webhook.topics.some((one) => one.id === call.params['topicId'])) return notFound(call.request, 'Topic');
    const changed = webhook.topics.map((one) => (one.id === call.params['topicId'] ? { ...one, filters } : one));
    return keep(call, 'Changed', { ...webhook, topics: changed });
  });

/** POST /webhooks/{id}/topics/{topic}/test: what would be sent. Whether the vendor really sends it is not documented; here it does not. */
export const testTopic = (call: Call): RemoteAnswer =>
  onWebhook(call, (webhook) => {
    const topic = call.params['topic'] ?? '';
    if (!isTopic(topic)) return refused(call, `topic ${topic} is unknown`);
    return body(200, { url: webhook.url, webhook: webhookAnswer(webhook, call.account), samplePayload: samplePayload(topic) });
  });

/** GET /webhooks/topic-definitions: the paging members stand at the top level here, unlike everywhere else. */
export function topicDefinitions({ request }: Call): RemoteAnswer {
  const search = (request.query.get('search') ?? '').toLowerCase();
  const topic = request.query.get('topic');
  const rows = topics.filter((one) => (topic === null || one === topic) && one.toLowerCase().includes(search));
  const number = Number(request.query.get('page') ?? 0);
  const size = Number(request.query.get('size') ?? 10);
  if (![number, size].every((one) => Number.isInteger(one)) || number < 0 || size < 1 || size > 200)
    return problem(request, 400, 'BAD_REQUEST', 'page and size must be whole numbers');
  const content: readonly JsonObject[] = rows.slice(number * size, (number + 1) * size).map(definition);
  return body(200, { content, number, size, totalElements: rows.length, totalPages: Math.ceil(rows.length / size) });
}

const logsOf = ({ world }: Call, webhook: DistributorWebhook): readonly DistributorWebhookLog[] =>
  world.tables.distributorWebhookLogs.by('webhookId', webhook.id).toReversed();

/** GET /webhooks/{id}/logs, newest first. */
export const listLogs = (call: Call): RemoteAnswer =>
  onWebhook(call, (webhook) => {
    const { query } = call.request;
    const rows = logsOf(call, webhook).filter(
      (log) =>
        (query.get('topicName') ?? log.topic) === log.topic &&
        (query.get('status') ?? log.status) === log.status &&
        log.createdAt >= (query.get('startDate') ?? '') &&
        log.createdAt <= (query.get('endDate') ?? '9999'),
    );
    return pageAnswer(call.request, rows, (log) => logAnswer(log, webhook));
  });

const onLog = (call: Call, work: (log: DistributorWebhookLog, webhook: DistributorWebhook) => RemoteAnswer): RemoteAnswer =>
  onWebhook(call, (webhook) => {
    const log = logsOf(call, webhook).find((one) => one.id === call.params['logId']);
    return log === undefined ? notFound(call.request, 'Log') : work(log, webhook);
  });

export const oneLog = (call: Call): RemoteAnswer => onLog(call, (log, webhook) => body(200, logAnswer(log, webhook)));

/** POST .../retry: 202, and it is tried once more at once. */
export const retryLog = (call: Call): RemoteAnswer =>
  onLog(call, ({ nextAt: _later, ...log }) => {
    call.world.apply({
      kind: 'distributor.webhookRetried',
      actor: { kind: 'api', name: call.account.clientId },
      cause: 'pax8',
      about: { distributorAccountId: call.account.id, webhookId: log.webhookId },
      changes: [put('distributorWebhookLogs', { ...log, status: 'PENDING' })],
    });
    return empty(202);
  });
