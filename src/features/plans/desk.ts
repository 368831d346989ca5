import type { Writable } from '../../connectors/ports.ts';
import type { Act } from '../../model/difference.ts';
import type { Reversibility } from '../../model/plan.ts';
import type { Tx } from '../../platform/db/connect.ts';
import type { AgreementBills } from './billing/first-bill.ts';
import type { Refused, TargetState } from './plan.ts';

/** Where a correction lands, as we hold it. `accountRemoteId`: the PSA's company, or the customer's tenant. */
export type Target = {
  readonly accountRemoteId: string;
  readonly nextInvoiceOn: string | undefined;
  /** How the agreement bills; only of a PSA's line. */
  readonly bills?: AgreementBills | undefined;
};

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
  readonly terms: (correction: Act, effectiveOn: string | undefined) => Terms | Refused;
};

/** What was read back after a write. */
export type ReadBack = {
  readonly isReached: boolean;
  /** Fields that moved besides the wanted ones. */
  readonly besides: readonly string[];
  readonly keep: (tx: Tx) => Promise<void>;
};

export type WrittenStep = {
  /** The correction whose wanted state must be there. */
  readonly correction: Act;
  readonly effectiveOn: string | undefined;
  /** What the write and those before it touched. */
  readonly touched: readonly string[];
  /** What the target should be now, field by field; left out: only the wanted fields count. */
  readonly after?: TargetState;
};

/** A remote opened for the work of a plan. */
export type Desk = {
  readonly remote: Writable;
  look(correction: Act, target: Target, signal?: AbortSignal): Promise<Seen>;
  readBack(written: WrittenStep, target: Target, signal?: AbortSignal): Promise<ReadBack>;
};
