import type { z } from 'zod';
import type { Clock } from '../../lib/clock.ts';
import { type Reading, sift } from '../../lib/sift.ts';
import { limits } from '../../platform/http/limits.ts';
import { inParallel } from '../in-parallel.ts';
import type { Distributor, Listing, Page } from '../ports.ts';
import { type Check, type Finding, runProbes } from '../probes.ts';
import { cursorExpired, walkPages } from '../walk-pages.ts';
import type { SignIn } from './auth.ts';
import { type Pax8Client, pageSize } from './client.ts';
import { WireCompany, type WireList, WireProduct, WireSubscription } from './schema.ts';
import { toAccount, toProduct, toSubscription } from './translate.ts';

export type Pax8Options = { readonly client: Pax8Client; readonly signIn: SignIn; readonly clock: Clock };

type Source<Wire, T> = {
  readonly page: (number: number, signal: AbortSignal | undefined) => Promise<WireList>;
  readonly schema: z.ZodType<Wire>;
  readonly translate: (wire: Wire) => Reading<T>;
};

export function createPax8({ client, signIn, clock }: Pax8Options): Distributor {
  return {
    side: 'distributor',
    verify: (signal) => runProbes(checksOf(client, signIn, signal), clock, { access_denied: 'wrong_client_secret' }),
    accounts: listing({ page: client.companies, schema: WireCompany, translate: toAccount }),
    products: listing({ page: client.products, schema: WireProduct, translate: toProduct }),
    subscriptions: subscriptionListing(client, clock),
  };
}

const listing =
  <Wire, T extends { readonly remoteId: string }>(source: Source<Wire, T>): Listing<T> =>
  (cursor, signal) =>
    walkPages({
      remote: 'pax8',
      from: cursor,
      signal,
      idOf: (item: T) => item.remoteId,
      read: async (at) => {
        const number = numberAt(at);
        const list = await source.page(number, signal);
        return pageOf(list, number, sift(list.content, source.schema, source.translate));
      },
    });

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

function numberAt(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (!/^\d{1,7}$/.test(cursor)) throw cursorExpired('pax8');
  return Number(cursor);
}

/** Pages count from 0. Where the remote does not tell how many there are, a page that is not full is the last. */
function pageOf<T>(list: WireList, number: number, sifted: Pick<Page<T>, 'items' | 'quarantined'>): Page<T> {
  const { totalElements, totalPages } = list.page ?? {};
  const hasNext = totalPages === undefined ? list.content.length >= pageSize : number + 1 < totalPages;
  return { ...sifted, cursor: hasNext ? String(number + 1) : undefined, total: totalElements };
}

function checksOf(client: Pax8Client, signIn: SignIn, signal: AbortSignal | undefined): readonly Check[] {
  return [
    {
      name: 'sign-in',
      run: async () => {
        await signIn.headers({ refused: true });
        return { detail: 'Pax8 gave an access token' };
      },
    },
    { name: 'companies', needs: ['sign-in'], run: async () => counted('companies', await client.count('/companies', signal)) },
    { name: 'subscriptions', needs: ['sign-in'], run: async () => counted('subscriptions', await client.count('/subscriptions', signal)) },
  ];
}

/** A key that a lesser user made answers lists with nothing in them instead of 403 (reported by users, distributors reference 2.1). */
const counted = (what: string, count: number): Finding =>
  count > 0
    ? { detail: `${count} ${what} can be read` }
    : {
        detail: `Pax8 shows no ${what}`,
        failed: {
          code: 'nothing_visible',
          hint: 'If there should be some: let a primary partner admin make the key. Others see empty lists.',
        },
      };
