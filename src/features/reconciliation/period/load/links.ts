import { type RawBuilder, sql } from 'kysely';

/**
 * Which account was which customer in a month that is compared later (capability S61): a table of `customer_id`, `account_id`. A link is read as it
 * was decided at `asOf`; where nothing was decided then, the first decision since counts, so that mapping a customer at last mends the months
 * before too, and what a person corrected since a day before counts from that day. Links without any version are as they are.
 */
export const linksAt = (asOf: Temporal.Instant): RawBuilder<unknown> => sql`(
  select link.customer_id, link.account_id from (
    select distinct on (version.customer_id, version.mapping_id) version.customer_id, version.account_id, version.state
    from account_mapping_version version
    where ${countsAt(asOf)} order by version.customer_id, version.mapping_id, ${correctedFirst(asOf)}, version.from_at, version.version_id) as link
  where link.state = 'mapped' and link.account_id is not null
  union all
  select mapping.customer_id, mapping.account_id from account_mapping mapping
  where mapping.state = 'mapped' and mapping.account_id is not null and not exists (
    select from account_mapping_version version
    where version.customer_id = mapping.customer_id and version.mapping_id = mapping.mapping_id))`;

/** The same for products: a table of `mapping_id`, `service_remote_id`. */
export const servicesAt = (asOf: Temporal.Instant): RawBuilder<unknown> => sql`(
  select link.mapping_id, link.service_remote_id from (
    select distinct on (version.mapping_id) version.mapping_id, version.service_remote_id, version.state
    from product_mapping_version version
    where ${countsAt(asOf)} order by version.mapping_id, ${correctedFirst(asOf)}, version.from_at, version.version_id) as link
  where link.state = 'mapped' and link.service_remote_id is not null
  union all
  select mapping.mapping_id, mapping.service_remote_id from product_mapping mapping
  where mapping.state = 'mapped' and mapping.service_remote_id is not null and not exists (
    select from product_mapping_version version where version.mapping_id = mapping.mapping_id))`;

/** Versions that still stood at that moment or came later, and of these the ones that decided something, or the present one. */
const countsAt = (asOf: Temporal.Instant): RawBuilder<boolean> => sql`
  (version.to_at is null or (version.to_at > ${asOf} and version.state in ('mapped', 'ignored') and version.to_at > version.from_at))`;

/** Corrected for months before, and it stood so at that moment: the last such word counts before everything that was said then. */
const isCorrected = (asOf: Temporal.Instant): RawBuilder<boolean> => sql`
  (version.since_on is not null and not version.withdrawn and version.since_on::timestamp at time zone 'UTC' < ${asOf})`;

const correctedFirst = (asOf: Temporal.Instant): RawBuilder<unknown> => sql`
  case when ${isCorrected(asOf)} then 0 else 1 end, case when ${isCorrected(asOf)} then version.from_at end desc nulls last`;
