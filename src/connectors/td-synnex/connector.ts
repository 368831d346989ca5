import type { Clock } from '../../lib/clock.ts';
import { inParallel } from '../../lib/in-parallel.ts';
import { sift } from '../../lib/sift.ts';
import type { RemoteAccount } from '../../model/customer.ts';
import { limits } from '../../platform/http/limits.ts';
import type { DistributorAccounts, Page } from '../ports.ts';
import { runProbes } from '../probes.ts';
import { walkPages } from '../walk-pages.ts';
import type { SignIn } from './auth.ts';
import type { TdSynnexClient } from './client.ts';
import { WireCustomer } from './schema.ts';
import { toAccount } from './translate.ts';
import { checksOf } from './verify.ts';

type Options = { readonly client: TdSynnexClient; readonly signIn: SignIn; readonly clock: Clock };

/** TD SYNNEX StreamOne Ion: who its customers are. Subscriptions and invoices are not read yet. */
export function createTdSynnex({ client, signIn, clock }: Options): DistributorAccounts {
  return {
    side: 'distributor',
    verify: (signal) => runProbes(checksOf(client, signIn, signal), clock, { token_spent: 'reconsent_needed' }),
    accounts: (cursor, signal) =>
      walkPages({
        remote: 'td-synnex',
        from: cursor,
        signal,
        idOf: (account: RemoteAccount) => account.remoteId,
        read: async (at): Promise<Page<RemoteAccount>> => {
          const list = await client.customers(at, signal);
          const wires = sift(list.customers ?? [], WireCustomer, (wire) => ({ item: wire }));
          const whole = await inParallel(wires.items, limits['td-synnex'].parallel, async (wire) => ({
            wire,
            profiles: (await client.cloudProfiles(wire.id, signal)).customerCloudProfiles ?? [],
          }));
          const items = whole.flatMap(({ wire, profiles }) => {
            const reading = toAccount(wire, profiles);
            return 'item' in reading ? [reading.item] : [];
          });
          const next = list.nextPageToken ?? '';
          return { items, quarantined: wires.quarantined, cursor: next === '' ? undefined : next, total: undefined };
        },
      }),
  };
}
