import { jsonText } from '../json.ts';
import { textOf } from '../plain-text.ts';
import type { PsaNews } from '../psa-notices.ts';
import type { HaloRow, PlainJson } from '../world/types.ts';
import type { Change, World, WorldEvent } from '../world/world.ts';
import { rowOf, rowsOf, written } from './books.ts';
import { resourceNamed } from './resources.ts';

// The reference names /Webhook only. Assumed: what is sent, and that `events` names resources (none: everything).

const told: ReadonlySet<string> = new Set(['Client', 'Site', 'ClientContract', 'RecurringInvoice', 'Invoice', 'Item', 'SoftwareLicence']);

/** What enabled webhooks are told of an event: each changed row once; lines as a change of their header. */
export function haloNews(world: World, event: WorldEvent): readonly PsaNews[] {
  if (!event.changes.some(({ table }) => table === 'haloRows')) return [];
  const webhooks = rowsOf(world, 'Webhook').filter(({ values }) => values['enabled'] === true && values['url'] !== '');
  if (webhooks.length === 0) return [];
  const subjects = new Map(event.changes.flatMap((change) => subjectOf(world, event, change)).map((one) => [one.key, one]));
  return webhooks.flatMap((webhook) =>
    [...subjects.values()].filter((one) => listens(webhook, one.resource)).map((one) => newsFor(world, event, webhook, one)),
  );
}

type Subject = { readonly key: string; readonly resource: string; readonly number: number; readonly happened: string };

function subjectOf(world: World, event: WorldEvent, { table, key, row }: Change): readonly Subject[] {
  if (table !== 'haloRows') return [];
  const [resource = '', number = ''] = key.split('/');
  if (resource === 'InvoiceDetail') return headerOf(world, world.tables.haloRows.get(key));
  if (!told.has(resource)) return [];
  return [{ key, resource, number: Number(number), happened: row === null ? 'Deleted' : isNew(world, event, key) ? 'Created' : 'Updated' }];
}

function headerOf(world: World, line: HaloRow | undefined): readonly Subject[] {
  const header = rowOf(world, 'RecurringInvoice', line?.values['ihid']);
  if (header === undefined) return [];
  const { id: key, resource, number } = header;
  return [{ key, resource, number, happened: 'Updated' }];
}

/** A new row takes the next number of its resource in the same event. */
function isNew(world: World, event: WorldEvent, key: string): boolean {
  const [resource = '', number = ''] = key.split('/');
  const last = world.tables.psaOpened.get('halopsa')?.last[resource];
  return event.changes.some(({ table }) => table === 'psaOpened') && last === Number(number);
}

function listens({ values }: HaloRow, resource: string): boolean {
  const events = values['events'];
  if (!Array.isArray(events) || events.length === 0) return true;
  return (events as readonly PlainJson[]).some((one) => nameOf(one).toLowerCase().includes(resource.toLowerCase()));
}

const nameOf = (one: PlainJson): string => {
  const name: unknown = typeof one === 'object' && one !== null ? Reflect.get(one, 'name') : one;
  return typeof name === 'string' ? name : '';
};

function newsFor(world: World, event: WorldEvent, webhook: HaloRow, subject: Subject): PsaNews {
  const row = world.tables.haloRows.get(subject.key);
  const kind = resourceNamed(subject.resource);
  const body = jsonText({
    id: world.newId(),
    webhook_id: webhook.number,
    webhook_name: webhook.values['name'] ?? '',
    event: `${subject.resource} ${subject.happened}`,
    timestamp: event.at,
    object_id: subject.number,
    ...(row === undefined || kind === undefined ? {} : { [kind.name.toLowerCase()]: written(world, row, { whole: true }) }),
  });
  return {
    webhookId: String(webhook.number),
    url: textOf(webhook.values['url']),
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body,
  };
}
