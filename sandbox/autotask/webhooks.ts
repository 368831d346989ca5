import { createHmac } from 'node:crypto';
import { type PsaNews, watchPsa } from '../psa-notices.ts';
import type { AutotaskRow } from '../world/types.ts';
import type { World, WorldEvent } from '../world/world.ts';
import { stored } from './books.ts';
import { specNamed } from './entities/entities.ts';

const actions: Readonly<Record<string, readonly [string, string]>> = {
  'autotask.CompaniesCreated': ['Create', 'isSubscribedToCreateEvents'],
  'autotask.CompaniesUpdated': ['Update', 'isSubscribedToUpdateEvents'],
};

/** The number of a field in the webhooks of companies: its place in the entity. */
export const webhookFieldNames = (): readonly string[] => specNamed('Companies').fields.map((field) => field.name);

/**
 * Webhooks exist for companies, not for contracts. A callout goes to every active and ready webhook that is subscribed to the event, signed
 * with HMAC-SHA1 of the body under its secret key. The switch `webhooks` may lose, hold or multiply them.
 */
export function watchCompanies(world: World): () => Promise<void> {
  const before = new Map<number, AutotaskRow['values']>();
  return watchPsa(world, 'autotask', (_world, event) => {
    const found = actions[event.kind];
    return found === undefined ? [] : calloutsOf(world, event, found, before).map((one) => newsOf(world, one));
  });
}

function newsOf(world: World, { webhookId, url, secretKey, payload }: Callout): PsaNews {
  const SequenceNumber = world.tables.psaNotices.by('webhookId', `autotask/${webhookId}`).length + 1;
  const body = JSON.stringify({ ...payload, SequenceNumber });
  const signature = createHmac('sha1', secretKey).update(body).digest('base64');
  return { webhookId, url, body, headers: { 'content-type': 'application/json', 'x-hook-signature': `sha1=${signature}` } };
}

type Callout = {
  readonly webhookId: string;
  readonly url: string;
  readonly secretKey: string;
  readonly payload: Readonly<Record<string, unknown>>;
};

function calloutsOf(
  world: World,
  event: WorldEvent,
  [action, flag]: readonly [string, string],
  seen: Map<number, AutotaskRow['values']>,
): Callout[] {
  const company = world.tables.autotaskRows.get(`Companies/${event.about['id'] ?? ''}`);
  if (company === undefined) return [];
  const earlier = seen.get(company.number) ?? {};
  seen.set(company.number, company.values);
  const names = webhookFieldNames();
  const callouts: Callout[] = [];
  for (const webhook of stored(world, 'CompanyWebhooks')) {
    if (webhook.values['isActive'] !== true || webhook.values[flag] !== true) continue;
    const fields = stored(world, 'CompanyWebhookFields').filter((field) => field.values['webhookID'] === webhook.number);
    const nameOf = (field: AutotaskRow): string => names[Number(field.values['fieldID'])] ?? '';
    const changed = (field: AutotaskRow): boolean => earlier[nameOf(field)] !== company.values[nameOf(field)];
    const triggers = fields.filter((field) => field.values['isSubscribedField'] === true);
    if (triggers.length === 0 || (action === 'Update' && !triggers.some(changed))) continue;
    const told = fields.filter((field) => field.values['isDisplayAlwaysField'] === true || changed(field));
    callouts.push({
      webhookId: String(webhook.number),
      url: String(webhook.values['webhookUrl']),
      secretKey: String(webhook.values['secretKey']),
      payload: {
        Action: action,
        Guid: webhook.values['webhookGuid'] ?? '',
        EntityType: 'Account',
        Id: company.number,
        Fields: Object.fromEntries(told.map((field) => [nameOf(field), company.values[nameOf(field)] ?? null])),
        EventTime: event.at,
        PersonID: webhook.values['ownerResourceID'] ?? null,
      },
    });
  }
  return callouts;
}
