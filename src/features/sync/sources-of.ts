import type { Side } from '../../model/connection.ts';
import type { Tx } from '../../platform/db/connect.ts';

/** A connection to read. `side` is one of model/connection.ts: a check in the table allows no other word. */
export type Source = {
  readonly connection_id: string;
  readonly name: string;
  readonly kind: string;
  readonly state: string;
  readonly side: Side;
};

type Of = { readonly connectionId?: string | undefined; readonly customerId?: string | undefined; readonly side?: 'books' | undefined };

/** Switched off, or nobody has signed in for it yet: there is nothing to read. */
const closed: readonly string[] = ['off', 'draft', 'awaitingConsent'];
export const isOpen = ({ state }: Source): boolean => !closed.includes(state);

/** What comes by file is read when a file comes: between two files there is nothing new. */
export const comesByItself = ({ kind }: Source): boolean => kind !== 'distributorFile';

/** All connections, or the named one; for a customer those that sell to it and those where it has an account. */
export const sourcesOf = (tx: Tx, { connectionId, customerId, side }: Of): Promise<Source[]> =>
  tx
    .selectFrom('connection')
    .select(['connection_id', 'name', 'kind', 'state'])
    .select((eb) => eb.ref('side').$castTo<Side>().as('side'))
    .$if(side === 'books', (query) => query.where('side', '!=', 'microsoft'))
    .$if(connectionId !== undefined, (query) => query.where('connection_id', '=', connectionId ?? ''))
    .$if(customerId !== undefined, (query) =>
      query.where((where) =>
        where.or([
          where.exists(
            where
              .selectFrom('customer_connection')
              .select('customer_id')
              .whereRef('customer_connection.connection_id', '=', 'connection.connection_id')
              .where('customer_id', '=', customerId ?? ''),
          ),
          where.exists(
            where
              .selectFrom('account_mapping')
              .select('customer_id')
              .whereRef('account_mapping.connection_id', '=', 'connection.connection_id')
              .where('customer_id', '=', customerId ?? '')
              .where('account_id', 'is not', null),
          ),
        ]),
      ),
    )
    .orderBy('side', 'desc') // PSA and Microsoft take longest: first
    .orderBy('name')
    .execute();
