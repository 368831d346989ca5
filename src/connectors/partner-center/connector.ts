import type { Clock } from '../../lib/clock.ts';
import { sift } from '../../lib/sift.ts';
import { readGuid } from '../../lib/wire.ts';
import type { Cloud } from '../../model/cloud.ts';
import type { PartnerType } from '../../model/connection.ts';
import type { MicrosoftCustomer } from '../../model/customer.ts';
import type { AuditRecord, Billing, Marketplace } from '../ports.ts';
import { type Check, runProbes } from '../probes.ts';
import { cursorExpired, walkPages } from '../walk-pages.ts';
import type { SignIn } from './auth.ts';
import { createBilling } from './billing.ts';
import type { PartnerCenterClient } from './client.ts';
import { createDirectory } from './directory.ts';
import { pageOf, placeAt } from './pages.ts';
import { WireAuditRecord, WireCustomer, WireSubscription } from './schema.ts';
import { createTenantMaker } from './tenants.ts';
import { toCustomer, toSubscription } from './translate.ts';
import { toAuditRecord } from './translate-audit.ts';
import { checksOf, ownCodes } from './verify.ts';
import { lookUp, prepareCalls, toSubscriptionNow, writeCorrection } from './write.ts';
import { createProfileDesk } from './write-profile.ts';

export type PartnerCenterOptions = {
  readonly client: PartnerCenterClient;
  readonly signIn: SignIn;
  readonly clock: Clock;
  readonly cloud: Cloud;
  readonly audience: string;
  readonly tenantId: string;
  readonly access: Check;
  readonly network: Check;
  readonly partnerType: PartnerType;
  readonly priceSheet: Marketplace['priceSheet'];
  /** The check of the billing export, which another connector makes; absent where the cloud has none. */
  readonly billingExport: Check | undefined;
};

/** Partner Center without customers' access, which Graph knows. */
export function createPartnerCenter(
  options: PartnerCenterOptions,
): Omit<Marketplace, 'access' | 'billing'> & { readonly billing: Omit<Billing, 'export'> } {
  const { client, clock, cloud } = options;
  return {
    side: 'microsoft',

    verify: (signal) => runProbes(checksOf({ ...options, signal }), clock, ownCodes),

    customers: (cursor, signal) =>
      walkPages({
        remote: 'partner-center',
        from: cursor,
        signal,
        idOf: (customer: MicrosoftCustomer) => customer.tenantId,
        read: async (at) => {
          const page = await client.customers(placeAt(at, '/v1/customers'), signal);
          return pageOf(
            page,
            sift(page.list.items, WireCustomer, (wire) => toCustomer(wire, cloud)),
          );
        },
      }),

    subscriptions: async (tenantId, signal) => {
      const list = await client.subscriptions(tenantId, signal);
      // Here the list is whole, so its count says whether something was lost on the way (F08).
      return { ...sift(list.items, WireSubscription, toSubscription), cursor: undefined, total: list.totalCount };
    },

    subscription: async (tenantId, remoteId, signal) => {
      const body = await client.subscription(tenantId, remoteId, signal);
      return body === undefined ? undefined : toSubscriptionNow(body);
    },

    prepare: prepareCalls,
    write: (write, signal) => writeCorrection({ client, clock, signal }, write),
    lookUp: (write, signal) => lookUp({ client, clock, signal }, write),

    activity: (sinceDate, signal) => {
      if (sinceDate < clock.today().subtract({ days: keptDays }).toString()) throw cursorExpired('partner-center');
      return walkPages({
        remote: 'partner-center',
        from: undefined,
        signal,
        idOf: (record: AuditRecord) => record.id,
        read: async (at) => {
          const page = await client.auditRecords(sinceDate, placeAt(at, '/v1/auditrecords'), signal);
          return pageOf(page, sift(page.list.items, WireAuditRecord, toAuditRecord));
        },
      });
    },

    directory: { ...createDirectory(client, clock, { cloud, partnerType: options.partnerType }), billTo: createProfileDesk(client) },
    tenants: createTenantMaker(client),
    webhookSlot: client.webhookSlot,
    billing: createBilling(client),

    market: async (signal) => {
      const { body } = await client.organizationProfile(signal);
      return body.defaultAddress?.country?.toUpperCase();
    },

    provisioningId: async ({ productId, skuId, market }, signal) => {
      const { dynamicAttributes } = await client.sku(productId, skuId, market, signal);
      return readGuid(dynamicAttributes?.provisioningId);
    },
  };
}

/** The activity log goes back 90 days; an earlier start is refused with 400. One day is left for different midnights. */
const keptDays = 89;
