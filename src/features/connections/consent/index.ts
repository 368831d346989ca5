export { type BeginOutcome, beginSignIn } from './begin-sign-in.ts';
export { type FinishOutcome, finishSignIn } from './finish-sign-in.ts';
export { type Consents, listConsents, withdrawLinks } from './list-consents.ts';
export { type LinkView, lookAtLink } from './look-at-link.ts';
export { mailConsentLink } from './mail-link.ts';
export { type MakeLinkOutcome, makeConsentLink } from './make-link.ts';
export { withdrawWriteConsent } from './write-consent.ts';
