import type { SubscriptionStatus } from '../../../../model/subscription.ts';
import type { BookChange } from '../history.ts';

/** A line that billed the subscription by its id and bills no more. */
export type FormerLine = { readonly remoteId: string; readonly endedOn: string; readonly how: 'ended' | 'deleted' };

/** A subscription without a line: what is known of both. */
export type UnbilledFacts = {
  readonly name: string;
  readonly seats: number;
  readonly createdAt: string | undefined;
  readonly isSeenFromBirth: boolean;
  readonly former: readonly FormerLine[];
};

/** A line whose subscription ended. */
export type EndedFacts = {
  readonly name: string;
  readonly status: SubscriptionStatus;
  readonly billed: string;
  /** The line names the subscription. */
  readonly isNamed: boolean;
  readonly history: readonly BookChange[];
};
