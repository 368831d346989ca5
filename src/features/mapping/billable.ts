import { sql } from 'kysely';

/**
 * Kinds of companies that nobody bills: ConnectWise marks vendors as such; the names of types are the partner's own (psa reference 3.2, 7.1), so an
 * account counts as billable unless all of its types are one of these.
 */
const notBilled = ['vendor', 'competitor', 'internal'];

/** Over `account`: whether it can be billed. An account of a distributor has no types. */
export const isBillable = sql<boolean>`(account.types = '{}' or exists (
  select from unnest(account.types) as type (name) where lower(trim(type.name)) <> all(${notBilled}::text[])))`;
