import { type JsonObject, readJson } from '../../../src/lib/exact-json.ts';
import type { DistributorAccount, DistributorFilter, DistributorWebhook, DistributorWebhookLog } from '../../world/types.ts';
import { zuluText } from '../dates.ts';

export const topicAnswer = ({ id, topic, filters }: DistributorWebhook['topics'][number]): JsonObject => ({
  id,
  topic,
  filters: filters.map(filterAnswer),
});

const filterAnswer = ({ action, conditions }: DistributorFilter): JsonObject => ({
  action,
  conditions: conditions.map(({ field, operator, value }) => ({ field, operator, value: [...value] })),
});

export const webhookAnswer = (webhook: DistributorWebhook, account: DistributorAccount): JsonObject => ({
  id: webhook.id,
  accountId: account.partnerId,
  displayName: webhook.displayName,
  url: webhook.url,
  authorization: webhook.authorization,
  active: webhook.active,
  contactEmail: webhook.contactEmail,
  errorThreshold: webhook.errorThreshold,
  integrationId: webhook.integrationId,
  webhookTopics: webhook.topics.map(topicAnswer),
  lastDeliveryStatus: webhook.lastDeliveryStatus,
  createdAt: zuluText(webhook.createdAt),
  updatedAt: zuluText(webhook.updatedAt),
});

export const logAnswer = (log: DistributorWebhookLog, webhook: DistributorWebhook): JsonObject => ({
  id: log.id,
  webhookId: log.webhookId,
  webhookName: webhook.displayName,
  finalStatus: log.status,
  callHistory: log.calls.map((call) => ({
    id: call.id,
    timestamp: zuluText(call.at),
    status: call.status,
    errorMessage: call.errorMessage,
    httpStatusCode: call.httpStatusCode,
    payload: readJson(log.payload),
  })),
  createdAt: zuluText(log.createdAt),
});
