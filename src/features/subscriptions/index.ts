export { findSubscription, type SubscriptionDetail } from './detail.ts';
export { keepSubscriptions } from './keep.ts';
export { listSubscriptions, type SubscriptionFilter, type SubscriptionRow } from './list.ts';
export { subscriptionSyncer } from './sync.ts';
