import { z } from 'zod';
import type { AccessState } from './access.ts';

/**
 * Whether our app may act in a customer's tenant. Partner Center has no call that tells it (partner-center-api reference 1.5), so it is known by what was
 * granted here and by reads that worked or did not.
 * unknown: nobody tried. missing: a read was refused and nobody consented. granted, refused: what Partner Center answered. withdrawn: it worked and does no more.
 */
export const TenantConsent = z.enum(['unknown', 'missing', 'granted', 'refused', 'withdrawn']);
export type TenantConsent = z.infer<typeof TenantConsent>;

/** Which state may follow which. */
export const tenantConsentNext = {
  unknown: ['missing', 'granted', 'refused'],
  missing: ['granted', 'refused'],
  granted: ['refused', 'withdrawn', 'missing'],
  refused: ['granted', 'missing'],
  withdrawn: ['granted', 'refused', 'missing'],
} as const satisfies Record<TenantConsent, readonly TenantConsent[]>;

export type Consent = {
  readonly state: TenantConsent;
  readonly grantedAt: Temporal.Instant | undefined;
  /** The last read inside the tenant that worked. */
  readonly workedAt: Temporal.Instant | undefined;
  /** Reads in a row that were refused since. */
  readonly refusals: number;
  /** When somebody looks again by itself. */
  readonly nextCheckAt: Temporal.Instant | undefined;
};

export const noConsent: Consent = { state: 'unknown', grantedAt: undefined, workedAt: undefined, refusals: 0, nextCheckAt: undefined };

/** What happened: the answer to a grant, a grant taken back, or a read inside the tenant. */
export type ConsentEvent = 'granted' | 'refused' | 'removed' | 'readWorked' | 'readRefused';

/** Waits before each look after a grant whose reads are still refused: Microsoft says only that it takes a while. In seconds. */
const propagation = [15, 30, 60, 120, 300, 600, 1_800, 3_600] as const;
/** What nothing is wrong with is looked at once a day. */
const daily = 86_400;

/** Pure. A grant that does not let us in yet stays granted for the time that it may take to arrive; then it counts as refused. */
export function consentAfter(before: Consent, event: ConsentEvent, now: Temporal.Instant): Consent {
  const later = (seconds: number): Temporal.Instant => now.add({ seconds });
  switch (event) {
    case 'granted':
      return { state: 'granted', grantedAt: now, workedAt: undefined, refusals: 0, nextCheckAt: later(propagation[0]) };
    case 'refused':
      return { ...before, state: 'refused', nextCheckAt: later(daily) };
    case 'removed':
      return { ...noConsent, state: 'missing', nextCheckAt: later(daily) };
    case 'readWorked':
      return { state: 'granted', grantedAt: before.grantedAt ?? now, workedAt: now, refusals: 0, nextCheckAt: later(daily) };
    case 'readRefused':
      return afterRefusal({ ...before, refusals: before.refusals + 1 }, later);
  }
}

function afterRefusal(consent: Consent, later: (seconds: number) => Temporal.Instant): Consent {
  const { state, workedAt, refusals } = consent;
  if (state !== 'granted') return { ...consent, state: state === 'unknown' ? 'missing' : state, nextCheckAt: later(daily) };
  if (workedAt !== undefined) return { ...consent, state: 'withdrawn', nextCheckAt: later(daily) };
  const wait = propagation[refusals];
  return wait === undefined ? { ...consent, state: 'refused', nextCheckAt: later(daily) } : { ...consent, nextCheckAt: later(wait) };
}

/** Granted, and no read has worked since: it may still be on its way. */
export const isPropagating = ({ state, workedAt }: Pick<Consent, 'state' | 'workedAt'>): boolean =>
  state === 'granted' && workedAt === undefined;

export type ReadyParts = { readonly access: AccessState; readonly consent: TenantConsent; readonly workedAt: Temporal.Instant | null };

/**
 * Ready: the delegated access is active and the app is consented to; lost when either is lost (S55). Where the partner wants a third part, a read inside the
 * tenant must have worked within so many hours. The one place that says so; `readyRows` of features/access says the same to the database.
 */
export function isReady({ access, consent, workedAt }: ReadyParts, now: Temporal.Instant, withinHours = 0): boolean {
  if (access !== 'active' || consent !== 'granted') return false;
  if (withinHours === 0) return true;
  return workedAt !== null && Temporal.Instant.compare(workedAt.add({ hours: withinHours }), now) >= 0;
}
