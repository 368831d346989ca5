import type { Clock } from '../../lib/clock.ts';
import { sift } from '../../lib/sift.ts';
import type { Cloud } from '../../model/cloud.ts';
import type { MicrosoftCustomer } from '../../model/customer.ts';
import type { AuditHint, Marketplace, Page } from '../ports.ts';
import { type Check, runProbes } from '../probes.ts';
import { cursorExpired, walkPages } from '../walk-pages.ts';
import type { SignIn } from './auth.ts';
import type { ListPage, PartnerCenterClient } from './client.ts';
import { WireAuditRecord, WireCustomer, WireSubscription } from './schema.ts';
import { type Place, parsePlace, printPlace } from './seek-paging.ts';
import { toAuditHint, toCustomer, toSubscription } from './translate.ts';
import { checksOf, ownCodes } from './verify.ts';

export type PartnerCenterOptions = {
  readonly client: PartnerCenterClient;
  readonly signIn: SignIn;
  readonly clock: Clock;
  readonly cloud: Cloud;
  readonly audience: string;
  readonly tenantId: string;
  readonly access: Check;
};

/** Partner Center without customers' access, which Graph knows. */
export function createPartnerCenter(options: PartnerCenterOptions): Omit<Marketplace, 'access'> {
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

    activity: (sinceDate, signal) => {
      if (sinceDate < clock.today().subtract({ days: keptDays }).toString()) throw cursorExpired('partner-center');
      return walkPages({
        remote: 'partner-center',
        from: undefined,
        signal,
        idOf: (hint: AuditHint) => hint.id,
        read: async (at) => {
          const page = await client.auditRecords(sinceDate, placeAt(at, '/v1/auditrecords'), signal);
          return pageOf(page, sift(page.list.items, WireAuditRecord, toAuditHint));
        },
      });
    },
  };
}

/** The activity log goes back 90 days; an earlier start is refused with 400. One day is left for different midnights. */
const keptDays = 89;

function placeAt(cursor: string | undefined, listPath: string): Place | undefined {
  if (cursor === undefined) return undefined;
  const place = parsePlace(cursor, listPath);
  if (place === undefined) throw cursorExpired('partner-center');
  return place;
}

/** `totalCount` counts one page, so it is the total only of a list that has no other page. */
const pageOf = <T>({ next }: ListPage, sifted: Pick<Page<T>, 'items' | 'quarantined'>): Page<T> => ({
  ...sifted,
  cursor: printPlace(next),
  total: undefined,
});
