import type { z } from 'zod';
import type { LookedUpCustomer } from '#contract/expected-customers.ts';
import type { ExpectedOrigin, ExpectedState } from '#model/expected-customer.ts';
import type { StateWord } from '../../../ui/state-badge.tsx';

export const expectedWords: Readonly<Record<ExpectedState, StateWord>> = {
  pending: { word: 'To decide', intent: 'warning' },
  waiting: { word: 'Waiting for customer', intent: 'info' },
  expired: { word: 'Invitation expired', intent: 'warning' },
  joinedElsewhere: { word: 'Accepted another link', intent: 'danger' },
  joined: { word: 'Joined', intent: 'success' },
  declined: { word: 'Declined', intent: 'neutral' },
  withdrawn: { word: 'Withdrawn', intent: 'neutral' },
};

export const originWords: Readonly<Record<ExpectedOrigin, string>> = { manual: 'Added by hand', selfRegistered: 'Registered itself' };

type Verdict = z.infer<typeof LookedUpCustomer>['verdict'];

/** What was found, as a heading; the server's sentence says the rest. */
export const verdictWords: Readonly<Record<Verdict, { readonly title: string; readonly intent: 'info' | 'success' | 'warning' }>> = {
  known: { title: 'This tenant is already here', intent: 'warning' },
  awaited: { title: 'It is expected already', intent: 'warning' },
  listed: { title: 'It is at Partner Center', intent: 'success' },
  taken: { title: 'It uses Microsoft 365 and has to accept you', intent: 'info' },
  stranger: { title: 'It has to accept you', intent: 'info' },
  free: { title: 'It does not use Microsoft 365 yet', intent: 'info' },
  unsure: { title: 'Partner Center could not be asked', intent: 'warning' },
};

/** What can be decided about an expected customer (`expectedNext` in the model says from which state). */
export type Act = 'approve' | 'decline' | 'acceptedOnBehalf' | 'link' | 'withdraw';

export const actsOf: Readonly<Record<ExpectedState, readonly Act[]>> = {
  pending: ['approve', 'link', 'decline'],
  waiting: ['acceptedOnBehalf', 'link', 'withdraw'],
  expired: ['link', 'withdraw'],
  joinedElsewhere: ['link', 'withdraw'],
  joined: [],
  declined: [],
  withdrawn: [],
};

type ActWords = { readonly button: string; readonly title: (name: string) => string; readonly text: string };

export const actWords: Readonly<Record<Act, ActWords>> = {
  approve: { button: 'Approve', title: (name) => `Approve ${name}?`, text: 'It can then be invited.' },
  decline: {
    button: 'Decline',
    title: (name) => `Decline ${name}?`,
    text: 'It is not expected any more. The reason stands in the audit trail.',
  },
  acceptedOnBehalf: {
    button: 'Accepted by one of us',
    title: (name) => `Was the invitation accepted for ${name}?`,
    text: 'You say that one of us, as Global Administrator of that tenant, accepted it. It joins when the next sync brings it.',
  },
  link: {
    button: 'Link to a customer',
    title: (name) => `Which customer is ${name}?`,
    text: 'It is a customer that is here already. Nothing is created.',
  },
  withdraw: {
    button: 'Withdraw',
    title: (name) => `Withdraw what is expected of ${name}?`,
    text: 'Its link stops working. If the customer comes all the same, the sync brings it as any other.',
  },
};
