import type { Subscription } from './types.ts';

/** A subscription from one instant on, until the next moment. */
export type Moment = {
  readonly atMs: number;
  readonly row: Subscription;
  /** Kind of the event; `estate.*` before the world began. */
  readonly kind: string;
  /** What all that happened together shares: `e17` for an event, else subscription and instant. */
  readonly happening: string;
  /** Other subscriptions that the same event changed, and whether it brought them: an upgrade takes here and gives there. */
  readonly others: readonly Other[];
};

export type Other = { readonly id: string; readonly isNew: boolean };
