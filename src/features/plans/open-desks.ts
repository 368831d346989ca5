import { isAboutAccess } from '../../model/access-correction.ts';
import { type Act, isAtMicrosoft } from '../../model/difference.ts';
import { isAboutProfile } from '../../model/profile-correction.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { inScope } from '../../platform/db/transaction.ts';
import { openConnection } from '../connections/index.ts';
import type { Context } from '../context.ts';
import { withAccessDesk } from './access/access-desk.ts';
import type { Desk, Seen, Target } from './desk.ts';
import { microsoftDesk, microsoftTargetOf } from './microsoft-desk.ts';
import { withProfileDesk } from './profile/profile-desk.ts';
import { psaDesk, psaTargetOf } from './psa-desk.ts';

/** Opens each remote once for the work at hand. */
export type Desks = (connectionId: string) => Promise<Desk>;

export function openDesks(context: Context): Desks {
  const open = new Map<string, Promise<Desk>>();
  return (connectionId) => {
    const known = open.get(connectionId) ?? openDesk(context, connectionId);
    open.set(connectionId, known);
    return known;
  };
}

async function openDesk(context: Context, connectionId: string): Promise<Desk> {
  const remote = await openConnection(context, connectionId);
  switch (remote.side) {
    case 'psa':
      return psaDesk(context, remote);
    case 'microsoft':
      return withProfileDesk(context, connectionId, remote, withAccessDesk(context, connectionId, remote, microsoftDesk(context, remote)));
    case 'distributor':
      throw new Error('Nothing is written to a distributor in this release');
  }
}

export function targetOf(tx: Tx, correction: Act): Promise<Target | undefined> {
  if (isAboutAccess(correction) || isAboutProfile(correction))
    return Promise.resolve({ accountRemoteId: correction.customerTenantId, nextInvoiceOn: undefined });
  return isAtMicrosoft(correction) ? microsoftTargetOf(tx, correction) : psaTargetOf(tx, correction);
}

/** Keeps what a look saw in a transaction of its own. */
export const keepSeen = (context: Context, seen: Pick<Seen, 'keep'>): Promise<void> =>
  inScope(context.db, context.scope, (tx) => seen.keep(tx));
