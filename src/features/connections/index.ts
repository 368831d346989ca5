export { type AddConnection, type AddOutcome, addConnection } from './add-connection.ts';
export { listNewFields } from './answers/list-new-fields.ts';
export { lookForNewFields } from './answers/look-for-fields.ts';
export { listCalls } from './calls.ts';
export { type ChangeConnection, type ChangeOutcome, type ChangeRefusal, changeConnection } from './change-connection.ts';
export {
  type BeginOutcome,
  beginSignIn,
  type Consents,
  finishSignIn,
  type LinkView,
  listConsents,
  lookAtLink,
  type MakeLinkOutcome,
  mailConsentLink,
  makeConsentLink,
  withdrawLinks,
  withdrawWriteConsent,
} from './consent/index.ts';
export { listMissingBooks } from './missing-books.ts';
export { noteReading } from './note-reading.ts';
export { oneAtATime } from './one-at-a-time.ts';
export { openConnection } from './open-connection.ts';
export { findProvider, type Provider, type SaveOutcome, saveProvider, toleranceOf } from './provider.ts';
export { changePurposes } from './purposes.ts';
export { type ConnectionRecord, findConnection, listConnections } from './queries.ts';
export { type RecordAges, readRecordAges } from './record-ages.ts';
export { takeAway } from './take-away.ts';
export { featuresOf, listVerifications, type Verification } from './verifications.ts';
export { verifyConnection } from './verify-connection.ts';
export { verifyDue } from './verify-due.ts';
export { watchSignIns } from './watch-sign-ins.ts';
export { excludeFromWriting, findExcluded, listWriteExclusions, type WriteExclusion } from './write-exclusions.ts';
