import { isJsonObject, type JsonObject, type JsonValue } from '../../../src/lib/exact-json.ts';
import type { DistributorFilter, DistributorWebhook } from '../../world/types.ts';
import type { World } from '../../world/world.ts';
import { listOf, textOf, wholeOf } from '../bodies.ts';
import { isTopic, operators } from './topics.ts';

type Topics = DistributorWebhook['topics'];

/** Topics from a body, or every reason why not. One topic stands once in a webhook. */
export function readTopics(world: World, value: JsonValue | undefined): Topics | string {
  const read: Topics[number][] = [];
  for (const one of listOf(value)) {
    const from = isJsonObject(one) ? one : {};
    const topic = textOf(from['topic']);
    if (!isTopic(topic)) return `topic ${topic} is unknown`;
    if (read.some((other) => other.topic === topic)) return `topic ${topic} must be there once only`;
    const filters = readFilters(from['filters']);
    if (typeof filters === 'string') return filters;
    read.push({ id: world.newId(), topic, filters });
  }
  return read;
}

export function readFilters(value: JsonValue | undefined): readonly DistributorFilter[] | string {
  const filters: DistributorFilter[] = [];
  for (const one of listOf(value)) {
    const from = isJsonObject(one) ? one : {};
    const conditions = listOf(from['conditions']).map((given) => {
      const condition = isJsonObject(given) ? given : {};
      return {
        field: textOf(condition['field']),
        operator: textOf(condition['operator']),
        value: listOf(condition['value']).map((text) => textOf(text)),
      };
    });
    if (textOf(from['action']) === '') return 'action is required';
    if (conditions.some(({ operator }) => !operators.some((known) => known === operator)))
      return `operator must be one of ${operators.join(', ')}`;
    filters.push({ action: textOf(from['action']), conditions });
  }
  return filters;
}

/** The members that `POST /webhooks` and `/configuration` share, laid over a webhook; a text says what is wrong. */
export function withSettings(webhook: DistributorWebhook, from: JsonObject): DistributorWebhook | string {
  const text = (name: 'displayName' | 'url' | 'authorization' | 'contactEmail'): string =>
    from[name] === undefined ? webhook[name] : textOf(from[name]);
  const threshold = from['errorThreshold'] === undefined ? webhook.errorThreshold : (wholeOf(from['errorThreshold']) ?? -1);
  const url = text('url');
  if (text('displayName') === '') return 'displayName is required';
  if (url !== '' && !/^https?:\/\//.test(url)) return 'url must be an address';
  if (threshold < 0 || threshold > 20) return 'errorThreshold must be from 0 to 20';
  return {
    ...webhook,
    displayName: text('displayName'),
    url,
    authorization: text('authorization'),
    contactEmail: text('contactEmail'),
    errorThreshold: threshold,
  };
}
