import { readGuid } from '../../lib/wire.ts';
import { parseLossless } from '../../platform/http/lossless.ts';
import { WireWebhookEvent } from './schema.ts';

/** What a delivery says to read again. Only ids are taken, by template; host and everything else of the address are dropped. */
export type WebhookHint = { readonly event: string; readonly resource: Resource };

export type Resource =
  | { readonly kind: 'subscription'; readonly customerTenantId: string; readonly subscriptionRemoteId: string }
  | { readonly kind: 'customer'; readonly customerTenantId: string }
  | { readonly kind: 'relationship'; readonly relationshipId: string }
  | { readonly kind: 'invoice'; readonly invoiceId: string }
  | { readonly kind: 'test'; readonly correlationId: string }
  /** An event or an address we do not know: counted, and the account's activity log is read. */
  | { readonly kind: 'unknown' };

/** The hint of a body; undefined when it is no event at all. */
export function readHint(body: Uint8Array): WebhookHint | undefined {
  const event = readEvent(body);
  if (event === undefined) return undefined;
  return { event: event.eventname, resource: resourceOf(event.resourceuri ?? '') };
}

function readEvent(body: Uint8Array) {
  try {
    return WireWebhookEvent.safeParse(parseLossless(new TextDecoder('utf-8', { fatal: true }).decode(body))).data;
  } catch {
    return undefined;
  }
}

const patterns: readonly (readonly [RegExp, (first: string, second: string) => Resource | undefined])[] = [
  [
    /\/customers\/([^/?]+)\/subscriptions\/([^/?]+)$/i,
    (customer, subscription) => {
      const [customerTenantId, subscriptionRemoteId] = [readGuid(customer), readGuid(subscription)];
      if (customerTenantId === undefined || subscriptionRemoteId === undefined) return undefined;
      return { kind: 'subscription', customerTenantId, subscriptionRemoteId };
    },
  ],
  [
    /\/customers\/([^/?]+)$/i,
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

function resourceOf(address: string): Resource {
  for (const [pattern, make] of patterns) {
    const found = pattern.exec(address);
    if (found === null) continue;
    return make(found[1] ?? '', found[2] ?? '') ?? { kind: 'unknown' };
  }
  return { kind: 'unknown' };
}
