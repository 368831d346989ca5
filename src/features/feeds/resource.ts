import type { AuditHint, HintedResource } from '../../connectors/ports.ts';

/** What is read again because of an event. The text of it orders and folds: events of one resource are one reading. */
export type Resource =
  /** A customer's subscriptions: one call reads them all. */
  | { readonly kind: 'subscriptions'; readonly tenantId: string }
  /** The customer itself and its subscriptions. */
  | { readonly kind: 'customer'; readonly tenantId: string }
  /** Who may do what at customers (GDAP). */
  | { readonly kind: 'access' }
  /** What is charged. */
  | { readonly kind: 'invoices' }
  /** The activity log, because the event alone does not say what changed. */
  | { readonly kind: 'activity' }
  | { readonly kind: 'nothing' };

/** As stored in `feed_event.resource`. */
export const textOf = (resource: Resource): string => ('tenantId' in resource ? `${resource.kind} ${resource.tenantId}` : resource.kind);

export function parseResource(text: string): Resource {
  const [kind, tenantId] = text.split(' ');
  if ((kind === 'customer' || kind === 'subscriptions') && tenantId !== undefined) return { kind, tenantId };
  return kind === 'access' || kind === 'invoices' || kind === 'activity' ? { kind } : { kind: 'nothing' };
}

export function ofHint(hinted: HintedResource): Resource {
  switch (hinted.kind) {
    case 'subscription':
      return { kind: 'subscriptions', tenantId: hinted.customerTenantId };
    case 'customer':
      return { kind: 'customer', tenantId: hinted.customerTenantId };
    case 'relationship':
      return { kind: 'access' };
    case 'invoice':
      return { kind: 'invoices' };
    case 'test':
      return { kind: 'nothing' };
    case 'unknown':
      return { kind: 'activity' };
  }
}

/** Words of the activity log (partner-center-api reference 14). */
const aboutSubscriptions = new Set([
  'create_order',
  'update_order',
  'update_subscription',
  'upgrade_subscription',
  'convert_trial_subscription',
  'manage_overage',
]);
const aboutAccess = /^(granular_admin|dap_admin)/;
const aboutInvoices = new Set(['ready_invoice', 'create_credit', 'update_credit', 'cancel_credit']);

/** A record of the activity log: what it names is read again, whatever it says happened. */
export function ofRecord({ operation, customerTenantId }: Pick<AuditHint, 'operation' | 'customerTenantId'>): Resource {
  const word = operation.toLowerCase();
  if (aboutAccess.test(word)) return { kind: 'access' };
  if (aboutInvoices.has(word)) return { kind: 'invoices' };
  if (customerTenantId === undefined) return { kind: 'nothing' };
  return { kind: aboutSubscriptions.has(word) ? 'subscriptions' : 'customer', tenantId: customerTenantId.toLowerCase() };
}
