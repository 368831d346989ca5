import type { askForChange } from '#contract/change-requests.ts';
import type { BodyOf } from '../../../lib/api.ts';
import type { OwnCustomer } from './queries.ts';

/** What is asked for: other seats of a subscription, or other texts in a billing profile. */
export type Wanted =
  | { readonly kind: 'seats'; readonly subscription: Pick<OwnCustomer['subscriptions'][number], 'id' | 'name' | 'seats'> }
  | { readonly kind: 'billTo'; readonly profile: Pick<OwnCustomer['profiles'][number], 'connectionId' | 'billTo'> };

/** What a dialog sends; whose customer it is about knows the page. */
export type Asking = Omit<BodyOf<typeof askForChange>, 'customerId'>;
