import { z } from 'zod';
import { accessCorrections, isAboutAccess, touchedByAccess } from './access-correction.ts';
import { Cause } from './cause.ts';
import { DifferenceKind } from './difference-kind.ts';
import { Month } from './invoice.ts';
import { isStanding, onceKinds } from './invoice-difference.ts';
import { Money } from './money.ts';
import { isAboutProfile, profileCorrections, touchedByProfile } from './profile-correction.ts';
import { BillingFrequency, Term } from './term.ts';

export { Cause, CauseCode, Certainty } from './cause.ts';
export { DifferenceKind } from './difference-kind.ts';

export const DifferenceState = z.enum(['open', 'waitingForApproval', 'applying', 'accepted', 'muted', 'fixed', 'gone', 'failed']);
export type DifferenceState = z.infer<typeof DifferenceState>;

/** Which state may follow which. `gone`: the next comparison no longer finds it and nobody here fixed it. */
export const differenceNext = {
  open: ['waitingForApproval', 'applying', 'accepted', 'muted', 'fixed', 'gone'],
  waitingForApproval: ['applying', 'open', 'gone'],
  applying: ['fixed', 'failed', 'open'],
  accepted: ['open', 'gone'],
  muted: ['open', 'gone'],
  fixed: ['open'],
  gone: ['open', 'accepted'],
  failed: ['open', 'applying', 'gone'],
} as const satisfies Record<DifferenceState, readonly DifferenceState[]>;

/** States that count as "to do" and in the money at stake. */
export const openStates = ['open', 'waitingForApproval', 'applying', 'failed'] as const satisfies readonly DifferenceState[];

/** A fact that a person can check: what, where, as read when. */
export const Evidence = z.object({
  label: z.string(),
  value: z.string(),
  source: z.enum(['microsoft', 'distributor', 'psa', 'mapping', 'concord']),
  /** When that source was read, RFC 3339. */
  readAt: z.string().optional(),
  remoteId: z.string().optional(),
});
export type Evidence = z.infer<typeof Evidence>;

/** One book's view of the compared thing. */
export const BookSide = z
  .object({
    present: z.boolean(),
    remoteIds: z.array(z.string()),
    /** Decimal text; absent when not counted in seats. */
    quantity: z.string().optional(),
    term: Term.optional(),
    frequency: BillingFrequency.optional(),
    status: z.string().optional(),
    /** Per seat and month, what it costs or is sold for on that side. */
    unitMonthly: Money.optional(),
    label: z.string().optional(),
    readAt: z.string().optional(),
  })
  .meta({ id: 'BookSide' });
export type BookSide = z.infer<typeof BookSide>;

/** How the money of a difference counts: again each month, or once, on the invoice that it was found on. */
export const Per = z.enum(['month', 'once']);
export type Per = z.infer<typeof Per>;

/** What was found on a month's invoice counts once, whatever its kind, except what comes back with each bill. */
export const perOf = ({ kind, period }: { readonly kind: DifferenceKind; readonly period?: string | undefined }): Per =>
  (onceKinds as readonly string[]).includes(kind) || (period !== undefined && !isStanding(kind)) ? 'once' : 'month';

/** The month that is charged. */
export { Month as Period };

/** What the engine finds; pure data, before it is stored. `impact`: positive = the partner loses, negative = the customer is overcharged. */
export const Finding = z.object({
  kind: DifferenceKind,
  /** The thing that differs; one difference per customer, kind and subject. */
  subject: z.string(),
  productName: z.string(),
  microsoft: BookSide,
  distributor: BookSide,
  psa: BookSide,
  impact: Money,
  /** The charged month on whose invoices it was found, with the invoice and its line (from 0 over the distinct blobs). */
  period: Month.optional(),
  invoice: z.string().optional(),
  lineNo: z.number().int().optional(),
  /** Best cause first. */
  causes: z.array(Cause).min(1),
  /** The same for differences that one thing causes (a mapping, a price, a sheet): put that right once. Absent: it stands alone. */
  causeKey: z.string().optional(),
  evidence: z.array(Evidence),
  correction: z.lazy(() => Correction).optional(),
  /** Other ways to put it right, when somebody prefers one: at most one for each action. */
  alternatives: z.lazy(() => z.array(Correction)).optional(),
  /** Internal ids the finding rests on. */
  links: z.object({
    subscriptionId: z.string().optional(),
    psaLineIds: z.array(z.string()),
    distributorSubscriptionId: z.string().optional(),
    connectionIds: z.array(z.string()),
  }),
});
export type Finding = z.infer<typeof Finding>;

const target = { connectionId: z.string(), agreementRemoteId: z.string() };
const line = { ...target, lineRemoteId: z.string() };

export const AddLine = z.object({
  action: z.literal('addLine'),
  ...target,
  serviceRemoteId: z.string(),
  quantity: z.string(),
  unitPrice: z.string(),
  unitCost: z.string(),
  vendorSubscriptionId: z.string(),
  description: z.string(),
});
export const ReplaceService = z.object({
  action: z.literal('replaceService'),
  ...line,
  fromServiceRemoteId: z.string(),
  toServiceRemoteId: z.string(),
  quantity: z.string(),
  unitPrice: z.string(),
  unitCost: z.string(),
});
/** Corrections that name no cost. */
export const costFreeCorrections = [
  z.object({ action: z.literal('setQuantity'), ...line, from: z.string(), to: z.string() }),
  z.object({ action: z.literal('endLine'), ...line, quantity: z.string() }),
  z.object({ action: z.literal('reopenLine'), ...line, quantity: z.string() }),
  z.object({ action: z.literal('setPrice'), ...line, from: z.string(), to: z.string() }),
] as const;

const subscription = { connectionId: z.string(), customerTenantId: z.string(), subscriptionRemoteId: z.string() };

/** What can be changed at Microsoft. Seats are whole numbers as text. Sources: partner-center-api reference 8.3, 8.4. */
export const microsoftCorrections = [
  z.object({ action: z.literal('setSeats'), ...subscription, from: z.string(), to: z.string() }),
  z.object({ action: z.literal('setAutoRenew'), ...subscription, to: z.boolean() }),
  z.object({ action: z.literal('cancelSubscription'), ...subscription, seats: z.string() }),
] as const;

/** What can be done about it at the PSA. Dates are calendar dates. */
export const PsaCorrection = z.discriminatedUnion('action', [...costFreeCorrections, AddLine, ReplaceService]);
export type PsaCorrection = z.infer<typeof PsaCorrection>;
export const MicrosoftCorrection = z.discriminatedUnion('action', [...microsoftCorrections]);
export type MicrosoftCorrection = z.infer<typeof MicrosoftCorrection>;

export const Correction = z.discriminatedUnion('action', [...costFreeCorrections, AddLine, ReplaceService, ...microsoftCorrections]);
export type Correction = z.infer<typeof Correction>;

/** Whatever a plan can carry out: corrections of the books, and changes of delegated access and of billing profiles. */
export const Act = z.discriminatedUnion('action', [
  ...costFreeCorrections,
  AddLine,
  ReplaceService,
  ...microsoftCorrections,
  ...accessCorrections,
  ...profileCorrections,
]);
export type Act = z.infer<typeof Act>;

/** What an act changes, by the remote's id; a new line has none yet. */
export const changedIdOf = (correction: Act): string | undefined => {
  if (isAboutAccess(correction)) return touchedByAccess(correction);
  if (isAboutProfile(correction)) return touchedByProfile(correction);
  if (isAtMicrosoft(correction)) return correction.subscriptionRemoteId;
  return correction.action === 'addLine' ? undefined : correction.lineRemoteId;
};

/** What takes a change at Microsoft back. A cancelled subscription does not come back (partner-center-api reference 8.4). */
export function inverseAtMicrosoft(correction: MicrosoftCorrection): MicrosoftCorrection[] {
  switch (correction.action) {
    case 'setSeats':
      return [{ ...correction, from: correction.to, to: correction.from }];
    case 'setAutoRenew':
      return [{ ...correction, to: !correction.to }];
    case 'cancelSubscription':
      return [];
  }
}

export const isAtMicrosoft = (correction: Act): correction is MicrosoftCorrection => 'subscriptionRemoteId' in correction;

export const CorrectionAction = z.enum([
  'setQuantity',
  'endLine',
  'reopenLine',
  'setPrice',
  'addLine',
  'replaceService',
  'setSeats',
  'setAutoRenew',
  'cancelSubscription',
] as const satisfies readonly Correction['action'][]);
export type CorrectionAction = z.infer<typeof CorrectionAction>;
