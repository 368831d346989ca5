import { type RawBuilder, sql } from 'kysely';

/** `isReady` of src/model/tenant-consent.ts as a condition on `customer`; the two are held against each other by access.db.test.ts. */
export const readyRows = (now: Temporal.Instant, withinHours: number): RawBuilder<boolean> =>
  withinHours === 0
    ? sql<boolean>`(access_state = 'active' and consent_state = 'granted')`
    : sql<boolean>`(access_state = 'active' and consent_state = 'granted'
        and coalesce(consent_worked_at >= ${now.subtract({ hours: withinHours })}, false))`;
