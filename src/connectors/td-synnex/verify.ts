import { type Check, countedFinding, type Finding } from '../probes.ts';
import type { SignIn } from './auth.ts';
import type { TdSynnexClient } from './client.ts';
import { WireCustomer } from './schema.ts';

const daySeconds = 86_400;
/** Tokens live 32 days and are renewed by each exchange; one that is this near its end was not renewed for weeks. */
const soonDays = 12;

/** The checks of "Verify connectivity" in order. */
export function checksOf(client: TdSynnexClient, signIn: SignIn, signal: AbortSignal | undefined): readonly Check[] {
  return [
    {
      name: 'sign-in',
      run: async () => {
        await signIn.headers({ refused: true });
        return { detail: 'TD SYNNEX took the refresh token and gave the next one' };
      },
    },
    { name: 'token life', needs: ['sign-in'], run: async () => lifeOf(await signIn.refreshSeconds()) },
    {
      name: 'customers',
      needs: ['sign-in'],
      run: async () => {
        const { customers } = await client.customers(undefined, signal, 1);
        return countedFinding('TD SYNNEX', 'customers', customers?.length ?? 0, 'at least ');
      },
    },
    {
      name: 'subscriptions',
      needs: ['sign-in'],
      run: async () => countedFinding('TD SYNNEX', 'subscriptions', await client.countSubscriptions(signal)),
    },
    { name: 'access (GDAP)', needs: ['customers'], run: () => readAccess(client, signal) },
  ];
}

function lifeOf(seconds: number | undefined): Finding {
  if (seconds === undefined) return { detail: 'TD SYNNEX does not say how long the refresh token lives' };
  const days = Math.floor(seconds / daySeconds);
  const detail = `The refresh token lives ${days} more days`;
  return days > soonDays
    ? { detail }
    : { detail, failed: { code: 'token_ending', hint: 'Make a new refresh token in the StreamOne Ion portal.' } };
}

/** What the distributor knows of the first customer's delegated access: a second witness, never the authority (S49). */
async function readAccess(client: TdSynnexClient, signal: AbortSignal | undefined): Promise<Finding> {
  const { customers } = await client.customers(undefined, signal, 1);
  const first = WireCustomer.safeParse(customers?.[0]).data;
  if (first === undefined) return { detail: 'There is no customer yet whose access could be read' };
  const { customerCloudProfiles } = await client.cloudProfiles(first.id, signal);
  const told = customerCloudProfiles?.find(({ gdapStatus }) => gdapStatus !== undefined)?.gdapStatus;
  return {
    detail:
      told === undefined
        ? 'TD SYNNEX does not tell the access of the first customer'
        : `Access can be read (${told.toLowerCase()} for the first customer)`,
  };
}
