import type { Check, OwnCodes } from '../probes.ts';
import type { ConnectWiseClient } from './client.ts';

/** ConnectWise's codes that are a state of the connection. */
export const ownCodes: OwnCodes = { Unauthorized: 'wrong_keys', ConnectWiseApi: 'wrong_client_id' };

/** The checks of "Verify connectivity" in order: where the API is, whether the keys are taken, and each list that a sync reads. */
export function checksOf(client: ConnectWiseClient, signal: AbortSignal | undefined): readonly Check[] {
  const count = (name: string, path: string): Check => ({
    name,
    needs: ['address', 'sign-in'],
    run: async () => ({ detail: `${await client.count(path, undefined, signal)} can be read` }),
  });
  return [
    {
      name: 'address',
      run: async () => ({ detail: `The API of this company is at ${await client.discover()}` }),
    },
    {
      name: 'sign-in',
      needs: ['address'],
      run: async () => {
        const { version } = await client.systemInfo(signal);
        return { detail: version === undefined ? 'The keys are accepted' : `The keys are accepted by version ${version}` };
      },
    },
    count('companies', '/company/companies'),
    count('agreements', '/finance/agreements'),
    count('product catalogue', '/procurement/catalog'),
  ];
}
