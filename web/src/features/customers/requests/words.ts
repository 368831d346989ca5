import type { FormState, RequestState } from '#model/change-request.ts';
import type { StateWord } from '../../../ui/state-badge.tsx';
import type { Request } from './queries.ts';

export const requestWords: Readonly<Record<RequestState, StateWord>> = {
  asked: { word: 'Waiting for a decision', intent: 'warning' },
  accepted: { word: 'Accepted', intent: 'info' },
  declined: { word: 'Declined', intent: 'neutral' },
  withdrawn: { word: 'Withdrawn', intent: 'neutral' },
  done: { word: 'Done', intent: 'success' },
};

export const requestChoices: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(requestWords).map(([state, { word }]) => [state, word]),
);

export const originWords: Readonly<Record<Request['origin'], string>> = {
  reseller: 'A reseller',
  provider: 'One of us',
  customer: 'The customer',
};

export const formWords: Readonly<Record<FormState, StateWord>> = {
  waiting: { word: 'Waiting for the customer', intent: 'warning' },
  answered: { word: 'Answered', intent: 'success' },
  expired: { word: 'Expired', intent: 'neutral' },
  withdrawn: { word: 'Replaced by a newer one', intent: 'neutral' },
};
