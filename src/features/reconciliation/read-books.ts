import { utcDate } from '../../lib/clock.ts';
import { Decimal } from '../../lib/decimal.ts';
import { MappingState } from '../../model/mapping.ts';
import { SubscriptionStatus } from '../../model/subscription.ts';
import { BillingFrequency, Term } from '../../model/term.ts';
import type { Db } from '../../platform/db/connect.ts';
import {
  type BoughtSubscription,
  type CustomerBooks,
  type DistributorBook,
  mappingOf,
  noHistory,
  type Policy,
  type PsaBook,
  type Seller,
} from './books.ts';
import { type Catalogues, emptyCatalogue, skuKey } from './catalogues.ts';
import { type Histories, lineKey } from './read-history.ts';
import { type Rows, readRows } from './read-rows.ts';
import type { KnownSource } from './sources.ts';

export type Setting = {
  readonly catalogues: Catalogues;
  readonly sources: readonly KnownSource[];
  readonly policy: Policy;
  readonly now: Temporal.Instant;
  /** UTC. */
  readonly today: string;
};

/** The books of these customers, ready to be compared. Customers that are gone are left out. */
export async function readBooks(db: Db, setting: Setting, customerIds: readonly string[]): Promise<CustomerBooks[]> {
  if (customerIds.length === 0) return [];
  const rows = await readRows(db, customerIds, setting.now.subtract({ minutes: setting.policy.settlingMinutes }));
  const index = {
    sellers: Map.groupBy(rows.sellers, (row) => row.customer_id),
    subscriptions: Map.groupBy(rows.subscriptions, (row) => row.customer_id),
    gone: Map.groupBy(rows.gone, (row) => row.customer_id),
    mappings: Map.groupBy(rows.mappings, (row) => row.customer_id),
    accounts: new Map(rows.accounts.map((row) => [row.account_id, row])),
    supplied: Map.groupBy(rows.supplied, (row) => row.account_id),
    agreements: Map.groupBy(rows.agreements, (row) => row.account_id),
    lines: Map.groupBy(rows.lines, (row) => row.account_id),
    deleted: Map.groupBy(rows.deleted, (row) => row.account_id),
    sharers: Map.groupBy(rows.sharers, (row) => row.account_id),
    moves: new Map(rows.moves.map((row) => [row.subscription_id, row.at])),
    histories: rows.histories,
  };
  return rows.customers.map((customer) => toBooks(customer, index, setting));
}

type Index = {
  readonly sellers: ReadonlyMap<string, Rows['sellers']>;
  readonly subscriptions: ReadonlyMap<string, Rows['subscriptions']>;
  readonly gone: ReadonlyMap<string, Rows['gone']>;
  readonly mappings: ReadonlyMap<string, Rows['mappings']>;
  readonly accounts: ReadonlyMap<string, Rows['accounts'][number]>;
  readonly supplied: ReadonlyMap<string, Rows['supplied']>;
  readonly agreements: ReadonlyMap<string, Rows['agreements']>;
  readonly lines: ReadonlyMap<string, Rows['lines']>;
  readonly deleted: ReadonlyMap<string, Rows['deleted']>;
  readonly sharers: ReadonlyMap<string, Rows['sharers']>;
  readonly moves: ReadonlyMap<string, Temporal.Instant>;
  readonly histories: Histories;
};

function toBooks(customer: Rows['customers'][number], index: Index, setting: Setting): CustomerBooks {
  const mappings = index.mappings.get(customer.customer_id) ?? [];
  const psas = setting.sources.filter((source) => source.side === 'psa');
  const billing = mappings.find((row) => row.state === 'mapped' && psas.some((psa) => psa.connectionId === row.connection_id));
  return {
    customerId: customer.customer_id,
    customerName: customer.name,
    tenantId: customer.tenant_id,
    currency: (billing?.account_id === null ? undefined : index.accounts.get(billing?.account_id ?? '')?.currency) ?? customer.currency,
    today: setting.today,
    now: setting.now,
    access: { state: customer.access_state, endsAt: customer.access_ends_at?.toString() },
    sellers: (index.sellers.get(customer.customer_id) ?? []).flatMap((row) => toSeller(row, customer.tenant_id, setting)),
    isMarketplaceComplete: setting.sources.every((source) => source.side !== 'microsoft' || source.verdict === 'complete'),
    subscriptions: (index.subscriptions.get(customer.customer_id) ?? []).map((row) => toBought(row, index)),
    gone: new Map(
      (index.gone.get(customer.customer_id) ?? []).map((row) => [
        row.remote_id.toLowerCase(),
        { name: row.offer_name, goneOn: row.retired_at?.toString().slice(0, 10) ?? '' },
      ]),
    ),
    distributors: setting.sources
      .filter((source) => source.side === 'distributor')
      .map((source) => toDistributor(source, mappings, index, setting.catalogues)),
    psas: psas.map((source) => toPsa(source, mappings, index, { customerId: customer.customer_id, catalogues: setting.catalogues })),
    policy: setting.policy,
  };
}

const toSeller = (row: Rows['sellers'][number], tenantId: string, { sources }: Setting): Seller[] =>
  sources
    .filter((source) => source.connectionId === row.connection_id)
    .map((source) => ({
      source,
      relationship: row.relationship,
      partnerType: source.partnerType,
      isComplete: source.verdict === 'complete' && !source.failedUnits.has(tenantId),
    }));

const toBought = (row: Rows['subscriptions'][number], { moves, histories }: Index): BoughtSubscription => ({
  id: row.subscription_id,
  connectionId: row.connection_id,
  remoteId: row.remote_id.toLowerCase(),
  name: row.offer_name,
  key: {
    productId: row.product_id,
    skuId: row.sku_id,
    term: Term.parse(row.term),
    frequency: BillingFrequency.parse(row.frequency),
    ...(row.promotion_id !== null && { promotionId: row.promotion_id }),
  },
  seats: row.seats,
  status: SubscriptionStatus.parse(row.status),
  isTrial: row.is_trial,
  isUsage: row.is_usage,
  autoRenew: row.auto_renew,
  next: row.next_seats === null || row.next_plan === null ? undefined : { seats: row.next_seats, plan: row.next_plan },
  termEnd: row.term_end ?? undefined,
  endsOn: row.ends_on ?? undefined,
  cancelUntil: row.cancel_until === null ? undefined : utcDate(row.cancel_until).toString(),
  readAt: row.seen_at.toString(),
  movedAt: moves.get(row.subscription_id)?.toString(),
  createdAt: row.created_at.toString(),
  history: histories.subscriptions.get(row.subscription_id) ?? noHistory,
});

type Mapped = { readonly state: MappingState; readonly accountIds: readonly string[] };

/** A customer may have further accounts of a connection beside its first: together they are its book. */
const mappedTo = (mappings: Rows['mappings'], connectionId: string): Mapped => {
  const rows = mappings.filter((each) => each.connection_id === connectionId);
  const first = rows.find((each) => !each.is_extra) ?? rows[0];
  return {
    state: first === undefined ? 'unmapped' : MappingState.parse(first.state),
    accountIds: rows.flatMap((row) => (row.account_id === null || row.state !== 'mapped' ? [] : [row.account_id])),
  };
};

function toDistributor(source: KnownSource, mappings: Rows['mappings'], index: Index, catalogues: Catalogues): DistributorBook {
  const { state, accountIds } = mappedTo(mappings, source.connectionId);
  const rows = accountIds.flatMap((id) => index.supplied.get(id) ?? []);
  return {
    source,
    accountState: state,
    subscriptions: rows
      .filter((row) => row.connection_id === source.connectionId)
      .map((row) => ({
        connectionId: row.connection_id,
        remoteId: row.remote_id,
        microsoftId: row.microsoft_id?.toLowerCase(),
        sku: catalogues.skus.get(skuKey(row.connection_id, row.product_remote_id)),
        name: row.product_name,
        term: Term.parse(row.term),
        frequency: BillingFrequency.parse(row.frequency),
        seats: row.seats,
        status: SubscriptionStatus.parse(row.status),
        unitCost: row.unit_cost === null ? undefined : new Decimal(row.unit_cost),
        currency: row.currency ?? undefined,
        readAt: row.seen_at.toString(),
        changedAt: row.changed_at.toString(),
      })),
  };
}

type For = { readonly customerId: string; readonly catalogues: Catalogues };

function toPsa(source: KnownSource, mappings: Rows['mappings'], index: Index, { customerId, catalogues }: For): PsaBook {
  const { state, accountIds } = mappedTo(mappings, source.connectionId);
  const catalogue = catalogues.psa.get(source.connectionId) ?? emptyCatalogue;
  const others = accountIds.flatMap((id) => index.sharers.get(id) ?? []).filter((row) => row.customer_id !== customerId);
  const agreements = accountIds.flatMap((id) => index.agreements.get(id) ?? []);
  const isPartlyRead = source.verdict === 'complete' && agreements.some((row) => source.failedUnits.has(row.remote_id));
  return {
    source: isPartlyRead ? { ...source, verdict: 'partial' } : source,
    accountState: state,
    catalogue,
    agreements: new Map(agreements.map((row) => [row.remote_id, toAgreement(row)])),
    lines: accountIds
      .flatMap((id) => index.lines.get(id) ?? [])
      .filter((row) => row.connection_id === source.connectionId)
      .map((row) => toLine(row, index.histories)),
    deleted: accountIds
      .flatMap((id) => index.deleted.get(id) ?? [])
      .filter((row) => row.connection_id === source.connectionId)
      .map((row) => ({
        remoteId: row.remote_id,
        vendorId: row.vendor_subscription_id?.toLowerCase() ?? '',
        goneOn: row.retired_at?.toString().slice(0, 10) ?? '',
      })),
    elsewhere: {
      subscriptionIds: new Set(others.map((row) => row.remote_id.toLowerCase())),
      serviceIds: new Set(others.flatMap((row) => mappingOf(catalogue, keyOf(row))?.serviceRemoteId ?? [])),
    },
  };
}

const keyOf = ({ product_id: productId, sku_id: skuId, term, frequency, promotion_id }: Rows['sharers'][number]) => ({
  productId,
  skuId,
  term,
  frequency,
  promotionId: promotion_id ?? undefined,
});

const toAgreement = (row: Rows['agreements'][number]) => ({
  remoteId: row.remote_id,
  active: row.active,
  cycleMonths: row.cycle_months ?? undefined,
  currency: row.currency ?? undefined,
  endsOn: row.ends_on ?? undefined,
});

const toLine = (row: Rows['lines'][number], { lines }: Histories) => ({
  connectionId: row.connection_id,
  remoteId: row.remote_id,
  agreementRemoteId: row.agreement_remote_id,
  serviceRemoteId: row.service_remote_id,
  description: row.description,
  quantity: new Decimal(row.quantity),
  unitPrice: new Decimal(row.unit_price),
  unitCost: new Decimal(row.unit_cost),
  isBilled: row.is_billed,
  fromOn: row.from_on ?? undefined,
  cancelledOn: row.cancelled_on ?? undefined,
  vendorId: row.vendor_subscription_id?.toLowerCase(),
  readAt: row.seen_at.toString(),
  history: lines.get(lineKey(row.connection_id, row.remote_id)) ?? noHistory,
});
