import type { Clock } from '../../lib/clock.ts';
import { sift } from '../../lib/sift.ts';
import type { RemoteAccount } from '../../model/customer.ts';
import type { SignIn } from '../held-token.ts';
import type { DistributorAccounts, Page } from '../ports.ts';
import { type Check, countedFinding, runProbes } from '../probes.ts';
import { cursorExpired, walkPages } from '../walk-pages.ts';
import type { IngramClient } from './client.ts';
import { WireCustomer } from './schema.ts';
import { toAccount } from './translate.ts';

type Options = { readonly client: IngramClient; readonly signIn: SignIn; readonly clock: Clock };

/** Ingram Micro Cloud Marketplace: who its customers are. Subscriptions and invoices are not read yet. */
export function createIngram({ client, signIn, clock }: Options): DistributorAccounts {
  return {
    side: 'distributor',
    verify: (signal) => runProbes(checksOf(client, signIn, signal), clock),
    accounts: (cursor, signal) =>
      walkPages({
        remote: 'ingram',
        from: cursor,
        signal,
        idOf: (account: RemoteAccount) => account.remoteId,
        read: async (at): Promise<Page<RemoteAccount>> => {
          const offset = offsetAt(at);
          const { data, pagination } = await client.customers(offset, signal);
          const end = offset + data.length;
          const total = pagination?.total;
          const hasNext = data.length > 0 && (total === undefined || end < total);
          return { ...sift(data, WireCustomer, toAccount), cursor: hasNext ? String(end) : undefined, total };
        },
      }),
  };
}

function offsetAt(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (!/^\d{1,9}$/.test(cursor)) throw cursorExpired('ingram');
  return Number(cursor);
}

const checksOf = (client: IngramClient, signIn: SignIn, signal: AbortSignal | undefined): readonly Check[] => [
  {
    name: 'sign-in',
    run: async () => {
      await signIn.headers({ refused: true });
      return { detail: 'The marketplace gave an access token' };
    },
  },
  {
    name: 'customers',
    needs: ['sign-in'],
    run: async () => countedFinding('Ingram Micro', 'customers', await client.count('/customers', signal)),
  },
  {
    name: 'subscriptions',
    needs: ['sign-in'],
    run: async () => countedFinding('Ingram Micro', 'subscriptions', await client.count('/subscriptions', signal)),
  },
];
