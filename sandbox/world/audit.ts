import type { AuditRecord, Customer, PartnerAccount } from './types.ts';

/** What an audit record tells. */
export type AuditFacts = {
  readonly account: PartnerAccount;
  readonly customer?: Customer | undefined;
  readonly resourceId: string;
  readonly resourceType: string;
  readonly operationType: string;
  /** Instant. */
  readonly at: string;
  readonly userPrincipalName?: string | undefined;
  readonly applicationId?: string | undefined;
  readonly oldValue?: unknown;
  readonly newValue?: unknown;
  readonly customizedData?: AuditRecord['customizedData'];
  readonly correlationId: string;
  /** Number of the event: two changes of one instant have ids of their own, as ticks are finer than the world's clock. */
  readonly seq?: number | undefined;
};

/** .NET ticks of an instant: hundreds of nanoseconds since the year 1. */
const ticks = (at: string, seq: number): string =>
  (Temporal.Instant.from(at).epochNanoseconds / 100n + 621_355_968_000_000_000n + BigInt(seq % 10_000)).toString();

/** A row as Partner Center's activity log keeps it: id `{partner}_{customer}_{resource}_{operation}_{ticks}`. */
export function auditRecord(facts: AuditFacts): AuditRecord {
  const { account, customer, at } = facts;
  return {
    id: `${account.tenantId}_${customer?.id ?? '00000000-0000-0000-0000-000000000000'}_${facts.resourceId}_${facts.operationType.replaceAll('_', '')}_${ticks(at, facts.seq ?? 0)}`.toLowerCase(),
    accountId: account.id,
    ...(customer === undefined ? {} : { customerId: customer.id, customerName: customer.name }),
    userPrincipalName: facts.userPrincipalName ?? account.users[0]?.userPrincipalName ?? '',
    applicationId: facts.applicationId ?? 'Partner Center Portal',
    resourceType: facts.resourceType,
    operationType: facts.operationType,
    operationAt: at,
    operationStatus: 'succeeded',
    resourceOldValue: facts.oldValue === undefined ? '' : JSON.stringify(facts.oldValue),
    resourceNewValue: facts.newValue === undefined ? '' : JSON.stringify(facts.newValue),
    customizedData: facts.customizedData ?? [],
    originalCorrelationId: facts.correlationId,
  };
}

/** The members of a subscription that the activity log shows, PascalCase as there. */
export const subscriptionAudit = (subscription: {
  readonly id: string;
  readonly quantity: number;
  readonly status: string;
  readonly autoRenew: boolean;
  readonly offerName: string;
}) => ({
  Id: subscription.id,
  OfferName: subscription.offerName,
  Quantity: subscription.quantity,
  Status: subscription.status,
  AutoRenewEnabled: subscription.autoRenew,
});
