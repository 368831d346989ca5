import type { OwnCustomer } from './queries.ts';

/** What is asked for: other seats of a subscription, or other texts in a billing profile. */
export type Wanted =
  | { readonly kind: 'seats'; readonly subscription: OwnCustomer['subscriptions'][number] }
  | { readonly kind: 'billTo'; readonly profile: OwnCustomer['profiles'][number] };
