import type { AccessState } from '#model/access.ts';
import type { ConnectionKind, ConnectionState, DegradedReason, Side } from '#model/connection.ts';
import type { JobKind, JobState } from '#model/job.ts';
import type { MappingState } from '#model/mapping.ts';
import type { PlanState } from '#model/plan.ts';
import type { SubscriptionStatus } from '#model/subscription.ts';
import type { StateWord } from './state-badge.tsx';

// Words that several areas use; each area's own are in its words.ts. Complete by type: a new member stops compiling here.

export const accessWords: Readonly<Record<AccessState, StateWord>> = {
  active: { word: 'Active', intent: 'success' },
  pending: { word: 'Pending', intent: 'info' },
  missing: { word: 'Missing', intent: 'neutral' },
  expired: { word: 'Expired', intent: 'danger' },
  error: { word: 'Error', intent: 'danger' },
};

export const mappingWords: Readonly<Record<MappingState, StateWord>> = {
  mapped: { word: 'Mapped', intent: 'success' },
  partlyMapped: { word: 'Partly mapped', intent: 'warning' },
  suggested: { word: 'Suggested', intent: 'info' },
  unmapped: { word: 'Unmapped', intent: 'warning' },
  conflict: { word: 'Conflict', intent: 'danger' },
  stale: { word: 'Target is gone', intent: 'danger' },
  ignored: { word: 'Excluded', intent: 'neutral' },
  superseded: { word: 'Replaced', intent: 'neutral' },
};

export const subscriptionWords: Readonly<Record<SubscriptionStatus, StateWord>> = {
  active: { word: 'Active', intent: 'success' },
  pending: { word: 'Pending', intent: 'info' },
  suspended: { word: 'Suspended', intent: 'warning' },
  expired: { word: 'Expired', intent: 'neutral' },
  cancelled: { word: 'Cancelled', intent: 'neutral' },
  unknown: { word: 'Not known', intent: 'neutral' },
};

export const connectionWords: Readonly<Record<ConnectionState, StateWord>> = {
  draft: { word: 'Not connected', intent: 'neutral' },
  awaitingConsent: { word: 'Connecting', intent: 'info' },
  connected: { word: 'Connected', intent: 'success' },
  degraded: { word: 'Needs attention', intent: 'warning' },
  disconnected: { word: 'Consent expired', intent: 'danger' },
  off: { word: 'Off', intent: 'neutral' },
};

/** The overview tells states as text, so that an older browser survives a newer server. */
export const connectionWordOf = (state: string): StateWord =>
  Object.entries(connectionWords).find(([name]) => name === state)?.[1] ?? { word: state, intent: 'neutral' };

export const reasonWords: Readonly<Record<DegradedReason, string>> = {
  reconsentNeeded: 'Consent has to be given again.',
  mfaRequired: 'Microsoft needs multi-factor sign-in of the integration account.',
  roleMissing: 'The integration account lacks a role.',
  throttled: 'The other system asked us to slow down.',
  remoteDown: 'The other system does not answer.',
  wrongTenant: 'The account belongs to another organisation.',
  rejected: 'The credentials were refused.',
  unreadable: 'The answers of the other system cannot be read.',
  fileOld: 'Its newest file is too old; upload a new one.',
};

export const connectionKindWords: Readonly<Record<ConnectionKind, string>> = {
  partnerCenter: 'Partner Center',
  pax8: 'Pax8',
  tdSynnex: 'TD SYNNEX',
  ingram: 'Ingram Micro',
  distributorFile: 'Distributor by file',
  connectWise: 'ConnectWise PSA',
};

export const sideWords: Readonly<Record<Side, string>> = { microsoft: 'Microsoft', distributor: 'Distributor', psa: 'PSA' };
export const sideWordOf = (side: string): string => Object.entries(sideWords).find(([name]) => name === side)?.[1] ?? side;

export const jobWords: Readonly<Record<JobState, StateWord>> = {
  queued: { word: 'Queued', intent: 'neutral' },
  running: { word: 'Running', intent: 'info' },
  paused: { word: 'Paused', intent: 'warning' },
  completed: { word: 'Completed', intent: 'success' },
  completedWithErrors: { word: 'Completed with errors', intent: 'warning' },
  failed: { word: 'Failed', intent: 'danger' },
  cancelled: { word: 'Cancelled', intent: 'neutral' },
};

export const jobKindWords: Readonly<Record<JobKind, string>> = {
  sync: 'Sync',
  reconciliation: 'Comparison',
  applyPlan: 'Planned change',
  undoPlan: 'Undo of a correction',
  checkAccess: 'Reading of access',
  importCustomers: 'Import of customers',
  lookUp: 'Look-up of an outcome',
  verifyConnection: 'Verification',
  importInvoice: 'Invoice import',
  importCharges: 'Import of a distributor’s invoices',
  proveInvoice: 'Penny proof of an invoice',
  decideDifferences: 'Decision on many differences',
};

export const planWords: Readonly<Record<PlanState, StateWord>> = {
  previewed: { word: 'Preview', intent: 'info' },
  waitingForApproval: { word: 'Waiting for approval', intent: 'warning' },
  approved: { word: 'Approved', intent: 'success' },
  applying: { word: 'Applying', intent: 'info' },
  applied: { word: 'Applied', intent: 'success' },
  appliedInPart: { word: 'Applied in part', intent: 'warning' },
  failed: { word: 'Failed', intent: 'danger' },
  undoing: { word: 'Undoing', intent: 'info' },
  undone: { word: 'Undone', intent: 'neutral' },
  expired: { word: 'Expired', intent: 'neutral' },
  stale: { word: 'Out of date', intent: 'warning' },
};

/** Formats of files that can be taken away. */
export const fileWords = { csv: 'CSV', xlsx: 'Excel', json: 'JSON', pdf: 'PDF' } as const;

/** Names of the fields in a subscription's history; fields of a newer server keep their own name. */
export const fieldWordOf = (field: string): string =>
  ({
    seats: 'Quantity',
    status: 'Status',
    term: 'Term',
    frequency: 'Billing frequency',
    endsOn: 'Ends',
    startsOn: 'Starts',
    autoRenew: 'Renews itself',
    offerName: 'Name',
    cancelUntil: 'Can be cancelled until',
  })[field] ?? field;

export const valueText = (value: unknown): string =>
  value === null || value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value);

const reaches: Readonly<Record<string, string>> = {
  full: 'Everything',
  billing: 'What is charged',
  customer: 'One customer',
  kinds: 'Some kinds',
};
/** What a reading went through. */
export const reachWords = (reach: string): string => reaches[reach] ?? 'Changes';
