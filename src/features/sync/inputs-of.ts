import type { Side } from '../../model/connection.ts';
import { kindsIn, kindsOfOneCustomer, type SyncKind } from '../../model/sync-kind.ts';
import type { SyncInput } from './sync-input.ts';

/** What is asked of one connection. Without kinds: all that the reach holds. */
export type Asked = {
  readonly connectionId: string;
  readonly side: Side;
  readonly customerId?: string | undefined;
  readonly reach: 'full' | 'incremental' | 'billing';
  readonly kinds?: readonly SyncKind[] | undefined;
};

/** The jobs that read it: books and charges apart, since they are read beside each other; none when the side has nothing of it. Pure. */
export function inputsOf({ connectionId, side, customerId, reach, kinds }: Asked): readonly SyncInput[] {
  if (customerId !== undefined) {
    const own = kinds === undefined ? undefined : kindsOfOneCustomer(side, kinds);
    if (own?.length === 0) return [];
    return [{ connectionId, reach: 'customer', customerId, ...(own !== undefined && { kinds: [...own] }) }];
  }
  if (kinds === undefined) return reach === 'billing' && side === 'psa' ? [] : [{ connectionId, reach }];
  return [kindsIn('books', side, kinds), kindsIn('charges', side, kinds)]
    .filter((own) => own.length > 0)
    .map((own) => ({ connectionId, reach: 'kinds', kinds: [...own] }));
}

/** Two jobs with the same words are one. */
export const wordsOf = ({ connectionId, reach, customerId, kinds = [] }: SyncInput): string =>
  ['sync', connectionId, reach, customerId, ...kinds].filter((part) => part !== undefined).join(' ');
