import { type RawBuilder, sql } from 'kysely';
import type { TemplateFit } from '../../model/template-fit.ts';

const named = sql`(select array_agg(distinct chosen.template_id) from customer_segment member
  join access_template_segment chosen on chosen.segment_key = member.segment_key where member.customer_id = customer.customer_id)`;
const wanted = sql`(select template.role_ids from access_template template where template.template_id = (${named})[1])`;

/** Roles of everything that lets us in now: several relationships together may hold what one does. */
const held = (
  now: Temporal.Instant,
) => sql`array(select distinct lower(role_id) from access_relationship open_one cross join unnest(open_one.role_ids) as role_id
  where open_one.customer_id = customer.customer_id and open_one.retired_at is null and open_one.state = 'active'
    and (open_one.ends_at is null or open_one.ends_at > ${now}))`;

/** `compareRoles` of src/model/template-fit.ts as a condition on `customer`; the two are held against each other by segment-templates.db.test.ts. */
export function fitRows(fits: readonly TemplateFit[], now: Temporal.Instant): RawBuilder<boolean> {
  const one = sql`access_state = 'active' and cardinality(${named}) = 1`;
  const conditions: Readonly<Record<TemplateFit, RawBuilder<unknown>>> = {
    fits: sql`(${one} and ${wanted} <@ ${held(now)} and ${held(now)} <@ ${wanted})`,
    tooFew: sql`(${one} and not ${wanted} <@ ${held(now)})`,
    tooMany: sql`(${one} and not ${held(now)} <@ ${wanted})`,
    undecided: sql`cardinality(${named}) > 1`,
  };
  return sql<boolean>`coalesce(${sql.join(
    fits.map((fit) => conditions[fit]),
    sql` or `,
  )}, false)`;
}
