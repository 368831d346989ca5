import { z } from 'zod';

/** How we are told of changes: by our own registration, by another tool that hands on what it gets, or by reading the activity log. */
export const Feed = z.enum(['webhook', 'relay', 'audit']);
export type Feed = z.infer<typeof Feed>;

/** Whose the one registration of a partner account is (partner-center-api reference 15). */
export const Holder = z.enum(['unknown', 'none', 'ours', 'foreign']);
export type Holder = z.infer<typeof Holder>;

/** What an event came to: read again, gone from the account, about nobody of this account, too old to be believed, nothing to read. */
export const FeedOutcome = z.enum(['read', 'gone', 'unknown', 'stale', 'none']);
export type FeedOutcome = z.infer<typeof FeedOutcome>;

/** What is done with the registration: taken while it is free, taken from another tool, given back to that tool. */
export const WebhookAct = z.enum(['register', 'takeOver', 'giveBack']);
export type WebhookAct = z.infer<typeof WebhookAct>;

export const WebhookActState = z.enum(['submitting', 'confirmed', 'rejected', 'unknown', 'notPlaced']);
export type WebhookActState = z.infer<typeof WebhookActState>;
