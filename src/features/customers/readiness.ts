import type { AccessState } from '../../model/access.ts';
import type { Readiness } from '../../model/customer.ts';
import type { MappingState } from '../../model/mapping.ts';
import { isReady, type TenantConsent } from '../../model/tenant-consent.ts';
import type { Db } from '../../platform/db/connect.ts';
import type { Context } from '../context.ts';
import { readSettings } from '../settings/index.ts';

/** `withinHours`: how fresh a read inside the tenant has to be; 0: that is not asked for. */
export type ReadyRule = { readonly now: Temporal.Instant; readonly withinHours: number };

export const readyRule = async (db: Db, { clock }: Pick<Context, 'clock'>): Promise<ReadyRule> => ({
  now: clock.now(),
  withinHours: (await readSettings(db)).readyReadHours,
});

type Parts = {
  readonly access: AccessState;
  readonly consent: TenantConsent;
  readonly workedAt: Temporal.Instant | null;
  readonly psaMapping: MappingState;
};

/** Whether we may compare and change things for a customer, and if not, the first reason: left out deliberately, an error, no delegated access, no consent. */
export function readinessOf(parts: Parts, { now, withinHours }: ReadyRule): Readiness {
  if (parts.psaMapping === 'ignored') return 'excluded';
  if (parts.access === 'error') return 'blocked';
  if (parts.access !== 'active') return 'needsGdap';
  return isReady(parts, now, withinHours) ? 'ready' : 'needsConsent';
}
