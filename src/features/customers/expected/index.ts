export { type Added, addCustomer } from './add-customer.ts';
export { changeExpected } from './change-expected.ts';
export { findKnown, type Known } from './find-known.ts';
export { expireInvitations, inviteExpected, openInvitation } from './invite.ts';
export { type LookedUp, lookUpCustomer } from './look-up.ts';
export { type ExpectedView, listExpected } from './queries.ts';
