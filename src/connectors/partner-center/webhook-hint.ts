import { readGuid } from '../../lib/wire.ts';
import { readInstant } from '../../lib/wire-date.ts';
import { parseLossless } from '../../platform/http/lossless.ts';
import type { HintedResource, WebhookHint } from '../ports.ts';
import { WireWebhookEvent } from './schema.ts';

/** The hint of a body; undefined when it is no event at all. */
export function readHint(body: Uint8Array): WebhookHint | undefined {
  const event = readEvent(body);
  if (event === undefined) return undefined;
  const at = event.resourcechangeutcdate === undefined ? undefined : readInstant(event.resourcechangeutcdate);
  return { event: event.eventname, resource: resourceOf(event.resourceuri ?? ''), at: at?.toString() };
}

function readEvent(body: Uint8Array) {
  try {
    return WireWebhookEvent.safeParse(parseLossless(new TextDecoder('utf-8', { fatal: true }).decode(body))).data;
  } catch {
    return undefined;
  }
}

const patterns: readonly (readonly [RegExp, (first: string, second: string) => HintedResource | undefined])[] = [
  [
    /\/customers\/([^/?]+)\/subscriptions\/([^/?]+)$/i,
    (customer, subscription) => {
      const [customerTenantId, subscriptionRemoteId] = [readGuid(customer), readGuid(subscription)];
      if (customerTenantId === undefined || subscriptionRemoteId === undefined) return undefined;
      return { kind: 'subscription', customerTenantId, subscriptionRemoteId };
    },
  ],
  [
    // A migration is not read by itself here; it ends in the customer's subscriptions. Its address is not shown in the reference (15).
    /\/customers\/([^/?]+)(?:\/migrations\/newcommerce\/[^/?]+)?$/i,
    (customer) => {
      const customerTenantId = readGuid(customer);
      return customerTenantId === undefined ? undefined : { kind: 'customer', customerTenantId };
    },
  ],
  [
    /\/granularAdminRelationships\/([^/?]+)(?:\/accessAssignments\/[^/?]+)?$/i,
    // Two GUIDs joined by a hyphen.
    (id) => (/^[0-9a-f-]{36}(-[0-9a-f-]{36})?$/i.test(id) ? { kind: 'relationship', relationshipId: id.toLowerCase() } : undefined),
  ],
  [/\/invoices\/([^/?]+)$/i, (id) => (/^[\w-]{1,40}$/.test(id) ? { kind: 'invoice', invoiceId: id } : undefined)],
  [
    /\/validationEvents\/([^/?]+)$/i,
    (id) => {
      const correlationId = readGuid(id);
      return correlationId === undefined ? undefined : { kind: 'test', correlationId };
    },
  ],
];

function resourceOf(address: string): HintedResource {
  for (const [pattern, make] of patterns) {
    const found = pattern.exec(address);
    if (found === null) continue;
    return make(found[1] ?? '', found[2] ?? '') ?? { kind: 'unknown' };
  }
  return { kind: 'unknown' };
}
