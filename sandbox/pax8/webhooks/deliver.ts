import { type JsonObject, type JsonValue, writeJson } from '../../../src/lib/exact-json.ts';
import { must } from '../../../src/lib/must.ts';
import { type Outbox, outbox } from '../../outbox.ts';
import { dueRow } from '../../world/due.ts';
import type { DistributorFilter, DistributorSubscription, DistributorWebhook, DistributorWebhookLog } from '../../world/types.ts';
import { type Change, put, type World, type WorldEvent } from '../../world/world.ts';
import { amount } from '../answers/product.ts';
import { zuluText } from '../dates.ts';
import { findInvoice } from '../invoices/invoices.ts';
import { topicAnswer } from './answers.ts';
import type { Topic } from './topics.ts';

const own = 'distributor.notified';
const by = { actor: { kind: 'system', name: 'Pax8' }, cause: 'webhooks' } as const;

/** One thing to tell: a topic, what happened, and the facts. */
type News = { readonly accountId: string; readonly topic: Topic; readonly action: string; readonly data: JsonObject };

/** Tells webhooks what happened, and sends what waits. Answers a function that stops it. */
export function watchWebhooks(world: World): () => Promise<void> {
  const box = outbox(world, logs);
  const off = world.on((event) => {
    if (event.kind === own || world.tables.distributorWebhooks.size === 0) return;
    const changes = newsOf(world, event).flatMap((news) => queued(world, news));
    if (changes.length > 0) world.apply({ kind: own, ...by, about: { of: String(event.seq) }, changes });
  });
  return async () => {
    off();
    await box();
  };
}

function newsOf(world: World, event: WorldEvent): readonly News[] {
  const { distributorAccountId = '', invoiceId = '' } = event.about;
  const account = world.tables.distributorAccounts.get(distributorAccountId);
  if (event.kind === 'distributor.invoiceReady' && account !== undefined) {
    const invoice = findInvoice(world, account, invoiceId);
    const data = { type: 'CREATED', invoiceId, ...(invoice === undefined ? {} : { total: amount(invoice.total.toFixed()) }) };
    return [{ accountId: account.id, topic: 'INVOICE', action: 'CREATED', data }];
  }
  return event.changes.flatMap(({ table, key }) => {
    const row = table === 'distributorSubscriptions' ? world.tables.distributorSubscriptions.get(key) : undefined;
    const action = row === undefined ? undefined : actionOf(row);
    if (row === undefined || action === undefined) return [];
    const { id, companyId, productId, quantity, status } = row;
    return [
      {
        accountId: row.accountId,
        topic: 'SUBSCRIPTION' as const,
        action,
        data: { type: action, subscriptionId: id, companyId, productId, quantity, status },
      },
    ];
  });
}

/** The vendor's word for how a subscription differs from the state before. */
function actionOf(row: DistributorSubscription): string | undefined {
  const before = row.history.at(-1);
  if (before === undefined) return 'New';
  const isEnding = (status: string): boolean => status === 'Cancelled' || status === 'PendingCancel';
  if (isEnding(row.status) && !isEnding(before.status)) return 'Cancel';
  if (!isEnding(row.status) && isEnding(before.status)) return 'Resurrect';
  if (row.billingTerm !== before.billingTerm) return 'UpdateRatePlan';
  return 'Change';
}

function queued(world: World, news: News): readonly Change[] {
  return world.tables.distributorWebhooks
    .by('accountId', news.accountId)
    .filter((webhook) => webhook.active && webhook.url !== '')
    .flatMap((webhook) => {
      const topic = webhook.topics.find((one) => one.topic === news.topic);
      return topic === undefined || !passes(topic.filters, news) ? [] : logged(world, webhook, topic, news);
    });
}

function logged(world: World, webhook: DistributorWebhook, topic: DistributorWebhook['topics'][number], news: News): readonly Change[] {
  const { mode, copies } = world.switch('webhooks');
  if (mode === 'drop') return [];
  const account = must(world.tables.distributorAccounts.get(webhook.accountId), 'account');
  const delay = world.switch('pax8').webhookDelaySeconds;
  return Array.from({ length: copies }, () => {
    const payload = writeJson({
      accountId: account.partnerId,
      url: webhook.url,
      webhookId: webhook.id,
      sentAt: zuluText(world.now()),
      webhookTopic: topicAnswer(topic),
      payloadData: news.data,
    });
    const row: DistributorWebhookLog = {
      id: world.newId(),
      webhookId: webhook.id,
      accountId: webhook.accountId,
      topic: news.topic,
      payload,
      status: mode === 'hold' || delay > 0 ? 'RETRYING' : 'PENDING',
      calls: [],
      createdAt: world.now(),
      ...(mode === 'deliver' && delay > 0 ? { nextAt: world.clock.now().add({ seconds: delay }).toString() } : {}),
    };
    return put('distributorWebhookLogs', row);
  });
}

/** Without filters everything passes; one filter must fit the action and all of its conditions. */
const passes = (filters: readonly DistributorFilter[], { action, data }: News): boolean =>
  filters.length === 0 ||
  filters.some(
    (filter) =>
      filter.action.toLowerCase() === action.toLowerCase() &&
      filter.conditions.every((condition) => holds(plain(data[condition.field]), condition.operator, condition.value)),
  );

const plain = (value: JsonValue | undefined): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

function holds(has: string, operator: string, wanted: readonly string[]): boolean {
  const [first = ''] = wanted;
  switch (operator) {
    case 'EQUALS':
      return has === first;
    case 'NOT_EQUALS':
      return has !== first;
    case 'GREATER_THAN':
      return Number(has) > Number(first);
    case 'LESS_THAN':
      return Number(has) < Number(first);
    case 'IN':
      return wanted.includes(has);
    case 'NOT_IN':
      return !wanted.includes(has);
    default:
      return has.includes(first);
  }
}

/** A failed webhook is tried again when the world's clock has come to its next try. */
export const webhookRetries = dueRow('distributorWebhookLogs', {
  at: (row) => (row.status === 'RETRYING' && row.nextAt !== undefined ? Date.parse(row.nextAt) : Number.POSITIVE_INFINITY),
  happen: (world, { nextAt: _due, ...row }) => {
    world.apply({
      kind: own,
      ...by,
      about: { webhookId: row.webhookId },
      changes: [put('distributorWebhookLogs', { ...row, status: 'PENDING' })],
    });
  },
});

const logs: Outbox = {
  table: 'distributorWebhookLogs',
  waiting: (world) => world.tables.distributorWebhookLogs.by('status', 'PENDING').map((row) => row.id),
  held: (world) =>
    world.tables.distributorWebhookLogs
      .by('status', 'RETRYING')
      .filter((row) => row.calls.length === 0 && row.nextAt === undefined)
      .map((row) => put('distributorWebhookLogs', { ...row, status: 'PENDING' })),
  message: (world, id) => {
    const row = world.tables.distributorWebhookLogs.get(id);
    const webhook = world.tables.distributorWebhooks.get(row?.webhookId ?? '');
    if (row?.status !== 'PENDING' || webhook === undefined) return undefined;
    // No signature: the word that the partner chose is the only proof.
    const proof = webhook.authorization === '' ? {} : { authorization: webhook.authorization };
    return { url: webhook.url, body: row.payload, headers: { 'content-type': 'application/json', ...proof } };
  },
  sent: (world, id, { status, error }) => {
    const row = must(world.tables.distributorWebhookLogs.get(id), 'log');
    const webhook = world.tables.distributorWebhooks.get(row.webhookId);
    const isDelivered = status >= 200 && status < 300;
    // The threshold is how often it is tried again.
    const isOver = row.calls.length >= (webhook?.errorThreshold ?? 0);
    const outcome = isDelivered ? 'SUCCESS' : isOver ? 'FAILED' : 'RETRYING';
    const call = {
      id: world.newId(),
      at: world.now(),
      status: isDelivered ? ('SUCCESS' as const) : ('FAILED' as const),
      ...(status === 0 ? {} : { httpStatusCode: status }),
      ...(isDelivered ? {} : { errorMessage: error ?? `The receiver answered ${String(status)}` }),
    };
    const minutes = world.switch('pax8').webhookRetryMinutes;
    const next =
      outcome === 'RETRYING'
        ? {
            nextAt: world.clock
              .now()
              .add({ seconds: Math.round(minutes * 60) })
              .toString(),
          }
        : {};
    world.apply({
      kind: own,
      ...by,
      about: { webhookId: row.webhookId },
      changes: [
        put('distributorWebhookLogs', { ...row, status: outcome, calls: [...row.calls, call], ...next }),
        ...(webhook === undefined ? [] : [put('distributorWebhooks', { ...webhook, lastDeliveryStatus: outcome })]),
      ],
    });
  },
};
