import type { ConsentLinkState, ConsentRefusalCode } from '#model/consent.ts';
import type { StateWord } from './state-badge.tsx';

/** Complete by type: a state or reason that the model gains does not compile before it has words. */
export const linkWords: Readonly<Record<ConsentLinkState, StateWord>> = {
  waiting: { word: 'Waiting', intent: 'info' },
  opened: { word: 'Sign-in begun', intent: 'info' },
  received: { word: 'Received', intent: 'success' },
  refused: { word: 'Not taken', intent: 'warning' },
  expired: { word: 'Ended', intent: 'neutral' },
  withdrawn: { word: 'Replaced', intent: 'neutral' },
};

export const refusalTitles: Readonly<Record<ConsentRefusalCode, string>> = {
  wrongTenant: 'That account belongs to another organisation',
  wrongIdentity: 'Another account is expected',
  mfaMissing: 'A second factor is needed',
  declined: 'You closed the Microsoft window or declined',
  approvalNeeded: 'An administrator has to consent first',
  notOurAnswer: 'That answer does not belong to this sign-in',
  microsoftRefused: 'Microsoft refused the sign-in',
  microsoftSilent: 'Microsoft did not answer',
};

export const reconsentWords = {
  helps: 'Signing in again helps.',
  afterFix: 'Signing in again helps once that is done.',
  no: 'Signing in again does not change it.',
} as const;
