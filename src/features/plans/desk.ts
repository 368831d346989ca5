import type { Writable } from '../../connectors/ports.ts';
import { type Correction, isAtMicrosoft } from '../../model/difference.ts';
import type { Reversibility } from '../../model/plan.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { inScope } from '../../platform/db/transaction.ts';
import { openConnection } from '../connections/index.ts';
import type { Context } from '../context.ts';
import { microsoftDesk, microsoftTargetOf } from './microsoft-desk.ts';
import type { Refused } from './plan.ts';
import { psaDesk, psaTargetOf } from './psa-desk.ts';
import type { TargetState } from './target-state.ts';

/** Where a correction lands, as we hold it. `accountRemoteId`: the PSA's company, or the customer's tenant. */
export type Target = { readonly accountRemoteId: string; readonly nextInvoiceOn: string | undefined };

/** What the remote allows just now, and what somebody should know before he agrees. */
export type Terms = {
  readonly reversibility: Reversibility;
  /** With `reversibleUntil`: the last instant at which it can be taken back. */
  readonly reversibleUntil: Temporal.Instant | undefined;
  readonly warnings: readonly string[];
};

/** What a correction would change, as it is at the remote now. */
export type Seen = {
  readonly state: TargetState;
  /** Keeps what was read, so that the next comparison sees it. */
  readonly keep: (tx: Tx) => Promise<void>;
  readonly terms: (correction: Correction, effectiveOn: string | undefined) => Terms | Refused;
};

/** What was read back after a write. */
export type ReadBack = {
  readonly isReached: boolean;
  /** Fields that moved besides the wanted ones. */
  readonly besides: readonly string[];
  readonly keep: (tx: Tx) => Promise<void>;
};

export type Written = {
  /** The correction whose wanted state must be there. */
  readonly correction: Correction;
  readonly effectiveOn: string | undefined;
  /** What the write and those before it touched. */
  readonly touched: readonly string[];
  /** What the target should be now, field by field; left out: only the wanted fields count. */
  readonly after?: TargetState;
};

/** A remote opened for the work of a plan. */
export type Desk = {
  readonly remote: Writable;
  look(correction: Correction, target: Target, signal?: AbortSignal): Promise<Seen>;
  readBack(written: Written, target: Target, signal?: AbortSignal): Promise<ReadBack>;
};

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
      return microsoftDesk(context, remote);
    case 'distributor':
      throw new Error('Nothing is written to a distributor in this release');
  }
}

export const targetOf = (tx: Tx, correction: Correction): Promise<Target | undefined> =>
  isAtMicrosoft(correction) ? microsoftTargetOf(tx, correction) : psaTargetOf(tx, correction);

/** Keeps what a look saw in a transaction of its own. */
export const keepSeen = (context: Context, seen: Pick<Seen, 'keep'>): Promise<void> =>
  inScope(context.db, context.scope, (tx) => seen.keep(tx));
