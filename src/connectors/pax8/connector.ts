import type { Clock } from '../../lib/clock.ts';
import { inParallel } from '../../lib/in-parallel.ts';
import { sift } from '../../lib/sift.ts';
import { limits } from '../../platform/http/limits.ts';
import type { SignIn } from '../held-token.ts';
import type { Distributor } from '../ports.ts';
import { type Check, countedFinding, runProbes } from '../probes.ts';
import { walkPages } from '../walk-pages.ts';
import { createBilling } from './billing.ts';
import type { Pax8Client } from './client.ts';
import { listing, numberAt, pageOf } from './pages.ts';
import { readPrices } from './prices.ts';
import { WireCompany, WireProduct, WireSubscription } from './schema.ts';
import { toAccount, toProduct, toSubscription } from './translate.ts';

export type Pax8Options = { readonly client: Pax8Client; readonly signIn: SignIn; readonly clock: Clock };

export function createPax8({ client, signIn, clock }: Pax8Options): Distributor {
  return {
    side: 'distributor',
    verify: (signal) => runProbes(checksOf(client, signIn, signal), clock, { access_denied: 'wrong_client_secret' }),
    accounts: listing({ page: client.companies, schema: WireCompany, translate: toAccount }, ({ remoteId }) => remoteId),
    products: listing({ page: client.products, schema: WireProduct, translate: toProduct }, ({ remoteId }) => remoteId),
    subscriptions: subscriptionListing(client, clock),
    billing: createBilling(client),
    prices: readPrices(client),
  };
}

const subscriptionListing =
  (client: Pax8Client, clock: Clock): Distributor['subscriptions'] =>
  (cursor, signal) =>
    walkPages({
      remote: 'pax8',
      from: cursor,
      signal,
      idOf: (item) => item.remoteId,
      read: async (at) => {
        const number = numberAt(at);
        const list = await client.subscriptions(number, signal);
        const records = await inParallel(list.content, limits.pax8.parallel, (record) => wholeOf(client, record, signal));
        return pageOf(
          list,
          number,
          sift(records, WireSubscription, (wire) => toSubscription(wire, clock.today().toString())),
        );
      },
    });

/** The record itself, or what its own address says when the list left out what the comparison needs. */
function wholeOf(client: Pax8Client, record: unknown, signal: AbortSignal | undefined): Promise<unknown> {
  const wire = WireSubscription.safeParse(record).data;
  return wire !== undefined && isShort(wire) ? client.subscription(wire.id, signal) : Promise.resolve(record);
}

const isShort = (wire: WireSubscription): boolean =>
  wire.vendorSubscriptionId === undefined && wire.commitmentTerm === undefined && wire.partnerCost === undefined;

/** An empty list is a failed check: a key that a lesser user made answers lists with nothing in them instead of 403 (reported by users, distributors reference 2.1). */
function checksOf(client: Pax8Client, signIn: SignIn, signal: AbortSignal | undefined): readonly Check[] {
  return [
    {
      name: 'sign-in',
      run: async () => {
        await signIn.headers({ refused: true });
        return { detail: 'Pax8 gave an access token' };
      },
    },
    {
      name: 'companies',
      needs: ['sign-in'],
      run: async () => countedFinding('Pax8', 'companies', await client.count('/companies', signal)),
    },
    {
      name: 'subscriptions',
      needs: ['sign-in'],
      run: async () => countedFinding('Pax8', 'subscriptions', await client.count('/subscriptions', signal)),
    },
  ];
}
