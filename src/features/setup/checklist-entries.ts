import type { Side } from '../../model/connection.ts';

/** One item of the readiness checklist and the probes of "Verify connectivity" that stand for it, by their names. */
export type ChecklistEntry = {
  readonly id: ChecklistId;
  readonly side: Side;
  readonly probes: RegExp;
  /** What is said while no account answers yet. */
  readonly before: string;
};

export type ChecklistId =
  | 'microsoftAdmin'
  | 'partnerRoles'
  | 'secondFactor'
  | 'distributorAdmin'
  | 'psaKeys'
  | 'access'
  | 'invoices'
  | 'webhook'
  | 'clock';

const later = 'Checked as soon as an account is connected.';

/**
 * The three items of the seed (capabilities S13: identity admin, distributor admin, GDAP), and those that stop a connection later: roles and
 * second factor of the integration user (S8-S10), invoices, the one webhook registration, and the clock (F36).
 */
export const checklist: readonly ChecklistEntry[] = [
  { id: 'microsoftAdmin', side: 'microsoft', probes: /^(sign-in|token|profile)$/, before: later },
  { id: 'partnerRoles', side: 'microsoft', probes: /^(customers|subscriptions|roles?)$/, before: later },
  { id: 'secondFactor', side: 'microsoft', probes: /mfa|second factor|^profile$/, before: later },
  { id: 'distributorAdmin', side: 'distributor', probes: /./, before: later },
  { id: 'psaKeys', side: 'psa', probes: /./, before: later },
  { id: 'access', side: 'microsoft', probes: /^access/, before: 'Counted as soon as customers are read.' },
  { id: 'invoices', side: 'microsoft', probes: /invoice|billing/, before: later },
  { id: 'webhook', side: 'microsoft', probes: /^webhook/, before: later },
  { id: 'clock', side: 'microsoft', probes: /^clock/, before: later },
];
