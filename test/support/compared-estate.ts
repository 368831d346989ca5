import { sql } from 'kysely';
import type { Context } from '../../src/features/context.ts';
import type { JobHandle } from '../../src/features/jobs/index.ts';
import { runReconciliation } from '../../src/features/reconciliation/run.ts';
import { idOf, ownReseller } from '../../src/model/ids.ts';
import type { PsaLine, PsaService } from '../../src/model/psa.ts';
import type { MicrosoftSubscription } from '../../src/model/subscription.ts';
import type { Db } from '../../src/platform/db/connect.ts';
import { everything, inScope } from '../../src/platform/db/transaction.ts';
import { aLine, anAgreement, aService, aSubscription, guid } from './records.ts';
import type { WritablePsa } from './writable-psa.ts';

/** One customer with what it bought, what is billed, and what the PSA sells. Numbers pair up: subscription n is billed by line n. */
export type EstateCustomer = {
  readonly n: number;
  readonly subscriptions?: readonly MicrosoftSubscription[];
  readonly lines?: readonly PsaLine[];
  readonly mapped?: boolean;
  readonly access?: 'active' | 'expired';
};

export const marketplaceId = guid(900_001);
export const psaId = guid(900_003);
export const customerId = (n: number): string => guid(800_000 + n);
const accountId = (n: number): string => guid(700_000 + n);

export const handle = (signal: AbortSignal = new AbortController().signal): JobHandle => ({
  jobId: idOf('job', guid(600_001)),
  signal,
  progress: () => Promise.resolve(),
  item: () => Promise.resolve(),
});

/** Fills tables and PSA as a complete sync would have, all read at the context's present instant. */
export async function anEstate(
  context: Context,
  psa: WritablePsa,
  customers: readonly EstateCustomer[],
  services: readonly PsaService[] = [aService(1)],
): Promise<void> {
  const at = context.clock.now();
  await inScope(context.db, everything, async (tx) => {
    await keepConnections(tx, at);
    await tx
      .insertInto('psa_service')
      .values(
        services.map((service) => ({
          connection_id: psaId,
          remote_id: service.remoteId,
          code: service.code,
          name: service.name,
          active: service.active,
          price: service.price,
          cost: service.cost,
          seen_at: at,
          changed_at: at,
        })),
      )
      .execute();
    for (const service of services) await keepProductMapping(tx, context, service, at);
    for (const customer of customers) await keepCustomer(tx, psa, customer, at);
  });
}

async function keepConnections(tx: Db, at: Temporal.Instant): Promise<void> {
  const common = { state: 'connected', created_at: at, changed_at: at, last_success_at: at };
  await tx
    .insertInto('connection')
    .values([
      {
        ...common,
        connection_id: marketplaceId,
        kind: 'partnerCenter',
        side: 'microsoft',
        name: 'Northwind US',
        settings: JSON.stringify({
          kind: 'partnerCenter',
          cloud: 'global',
          partnerType: 'directBill',
          tenantId: guid(1),
          clientId: 'client',
        }),
        identity: guid(1),
      },
      {
        ...common,
        connection_id: psaId,
        kind: 'connectWise',
        side: 'psa',
        name: 'ConnectWise',
        settings: JSON.stringify({
          kind: 'connectWise',
          baseUrl: 'https://psa.example',
          companyId: 'northwind',
          publicKey: 'public',
          clientId: 'client',
        }),
        identity: 'northwind',
        write_kinds: ['psaLines'],
      },
    ])
    .execute();
  await tx
    .insertInto('sync_run')
    .values(
      [marketplaceId, psaId].map((connection_id, n) => ({
        run_id: guid(500_000 + n),
        connection_id,
        reach: 'full',
        state: 'completed',
        progress: JSON.stringify({ kinds: [{ kind: 'everything', verdict: 'complete', reason: null }] }),
        started_at: at,
        ended_at: at,
      })),
    )
    .execute();
}

async function keepProductMapping(tx: Db, context: Context, service: PsaService, at: Temporal.Instant): Promise<void> {
  const [product = '', sku = '', term = 'P1Y', frequency = 'Monthly'] = (service.microsoftKey ?? '').split(':');
  if (product === '') return;
  await tx
    .insertInto('product_mapping')
    .values({
      mapping_id: context.ids(),
      connection_id: psaId,
      product_id: product,
      sku_id: sku,
      term,
      frequency: frequency.toLowerCase(),
      product_name: service.name,
      state: 'mapped',
      service_remote_id: service.remoteId,
      evidence: '[]',
      candidates: '[]',
      changed_at: at,
    })
    .execute();
}

async function keepCustomer(tx: Db, psa: WritablePsa, customer: EstateCustomer, at: Temporal.Instant): Promise<void> {
  const { n, subscriptions = [aSubscription(n)], lines = [aLine(n)], mapped = true, access = 'active' } = customer;
  const own = { customer_id: customerId(n), reseller_id: ownReseller };
  const agreement = anAgreement(n);
  await tx
    .insertInto('customer')
    .values({
      ...own,
      cloud: 'global',
      tenant_id: guid(n),
      name: `Customer ${n}`,
      domain: `customer${n}.com`,
      access_state: access,
      psa_state: mapped ? 'mapped' : 'unmapped',
      subscriptions: subscriptions.length,
      seen_at: at,
      created_at: at,
      changed_at: at,
    })
    .execute();
  await tx
    .insertInto('customer_connection')
    .values({ ...own, connection_id: marketplaceId, relationship: 'reseller', seen_at: at })
    .execute();
  for (const subscription of subscriptions) await keepSubscription(tx, n, subscription, at);
  await tx
    .insertInto('account')
    .values({
      account_id: accountId(n),
      connection_id: psaId,
      side: 'psa',
      remote_id: agreement.accountRemoteId,
      reseller_id: ownReseller,
      name: `Customer ${n}`,
      domain: '',
      tenant_ids: [],
      active: true,
      currency: 'USD',
      seen_at: at,
      created_at: at,
      changed_at: at,
    })
    .execute();
  await tx
    .insertInto('account_identity')
    .values({ connection_id: psaId, remote_id: agreement.accountRemoteId, account_id: accountId(n) })
    .execute();
  await tx
    .insertInto('psa_agreement')
    .values({
      account_id: accountId(n),
      connection_id: psaId,
      remote_id: agreement.remoteId,
      reseller_id: ownReseller,
      name: agreement.name,
      active: true,
      cycle_months: 1,
      prorates: true,
      currency: 'USD',
      next_invoice_on: agreement.nextInvoiceOn ?? null,
      seen_at: at,
      changed_at: at,
    })
    .execute();
  await tx
    .insertInto('account_mapping')
    .values({
      ...own,
      connection_id: psaId,
      mapping_id: guid(400_000 + n),
      account_id: mapped ? accountId(n) : null,
      state: mapped ? 'mapped' : 'unmapped',
      evidence: '[]',
      candidates: '[]',
      changed_at: at,
    })
    .execute();
  await tx
    .insertInto('customer_mapping')
    .values({
      ...own,
      name_key: `customer ${n}`,
      domain: `customer${n}.com`,
      state: mapped ? 'mapped' : 'unmapped',
      is_strong: false,
      stakes: '[]',
      stake: '0',
      needs: ['psa'],
      waits: !mapped,
      first_seen_at: at,
      changed_at: at,
    })
    .execute();
  psa.state.lines.set(agreement.remoteId, [...lines]);
  for (const line of lines) await keepLine(tx, n, line, at);
}

async function keepSubscription(tx: Db, n: number, subscription: MicrosoftSubscription, at: Temporal.Instant): Promise<void> {
  await tx
    .insertInto('subscription')
    .values({
      customer_id: customerId(n),
      subscription_id: subscription.remoteId.replace('aaaaaaaa', 'bbbbbbbb'),
      reseller_id: ownReseller,
      connection_id: marketplaceId,
      remote_id: subscription.remoteId,
      offer_id: subscription.offerId,
      offer_name: subscription.offerName,
      product_id: subscription.key.productId,
      sku_id: subscription.key.skuId,
      term: subscription.key.term,
      frequency: subscription.key.frequency,
      seats: subscription.seats,
      status: subscription.status,
      remote_status: subscription.remoteStatus,
      is_trial: subscription.isTrial,
      is_usage: subscription.isUsage,
      auto_renew: subscription.autoRenew,
      customer_name: `Customer ${n}`,
      seen_at: at,
      created_at: at,
      changed_at: at,
    })
    .execute();
}

async function keepLine(tx: Db, n: number, line: PsaLine, at: Temporal.Instant): Promise<void> {
  await tx
    .insertInto('psa_line')
    .values({
      account_id: accountId(n),
      connection_id: psaId,
      remote_id: line.remoteId,
      reseller_id: ownReseller,
      agreement_remote_id: line.agreementRemoteId,
      service_remote_id: line.serviceRemoteId,
      description: line.description,
      quantity: line.quantity,
      unit_price: line.unitPrice,
      unit_cost: line.unitCost,
      is_billed: line.isBilled,
      from_on: line.fromOn ?? null,
      cancelled_on: line.cancelledOn ?? null,
      vendor_subscription_id: line.vendorSubscriptionId ?? null,
      version: line.version,
      seen_at: at,
      changed_at: at,
    })
    .execute();
}

export const compareAll = (context: Context) => runReconciliation(context, handle());

/** The differences as they stand, and the Overview's sum of them. */
export async function standing(context: Context) {
  return inScope(context.db, everything, async (tx) => {
    const differences = await tx
      .selectFrom('difference')
      .select(['difference_id', 'customer_id', 'kind', 'state', 'impact', 'came_back', 'version'])
      .orderBy('kind')
      .orderBy('subject')
      .execute();
    const total = await tx
      .selectFrom('overview_total')
      .select([sql<number>`coalesce(sum(count), 0)::int`.as('count'), sql<string>`coalesce(sum(amount), 0)`.as('amount')])
      .where('name', '=', 'differences')
      .executeTakeFirstOrThrow();
    return { differences, total };
  });
}
