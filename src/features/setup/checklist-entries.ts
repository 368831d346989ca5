import type { Side } from '../../model/connection.ts';

/** One item of the readiness checklist and the probes of "Verify connectivity" that stand for it, by their names. */
export type ChecklistEntry = {
  readonly id: ChecklistId;
  readonly side: Side;
  readonly probes: RegExp;
  /** What is said while no account answers yet. */
  readonly before: string;
  /** Where it is mended, on the page of the account that failed. */
  readonly fix: Fix;
};

/** A tab of the account's page, or a page of its own; and what the link says. */
type Fix = { readonly text: string; readonly tab?: 'authentication' | 'feeds' | 'settings'; readonly path?: string };

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

const signIn: Fix = { text: 'Sign in again', tab: 'authentication' };

/**
 * The three items of the seed (capabilities S13: identity admin, distributor admin, GDAP), and those that stop a connection later: roles and
 * second factor of the integration user (S8-S10), invoices, the one webhook registration, and the clock (F36).
 */
export const checklist: readonly ChecklistEntry[] = [
  { id: 'microsoftAdmin', side: 'microsoft', probes: /^(sign-in|token|profile)$/, before: later, fix: signIn },
  {
    id: 'partnerRoles',
    side: 'microsoft',
    probes: /^(customers|subscriptions|roles?)$/,
    before: later,
    fix: { text: 'Which role gives what' },
  },
  { id: 'secondFactor', side: 'microsoft', probes: /mfa|second factor|^profile$/, before: later, fix: signIn },
  { id: 'distributorAdmin', side: 'distributor', probes: /./, before: later, fix: { text: 'Replace the key', tab: 'authentication' } },
  { id: 'psaKeys', side: 'psa', probes: /./, before: later, fix: { text: 'Replace the key', tab: 'authentication' } },
  {
    id: 'access',
    side: 'microsoft',
    probes: /^access/,
    before: 'Counted as soon as customers are read.',
    fix: { text: 'Ask customers for access', path: '/customers/access' },
  },
  { id: 'invoices', side: 'microsoft', probes: /invoice|billing/, before: later, fix: { text: 'Which role gives what' } },
  { id: 'webhook', side: 'microsoft', probes: /^webhook/, before: later, fix: { text: 'Look at the registration', tab: 'feeds' } },
  { id: 'clock', side: 'microsoft', probes: /^clock/, before: later, fix: { text: 'Look at the check' } },
];
