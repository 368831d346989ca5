import { sql } from 'kysely';
import { segmentKey } from '../../model/customer-label.ts';
import { ownReseller } from '../../model/ids.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { listTemplates, lockTemplate, type Template } from './templates.ts';

/** A template that segments of a customer name, and which ones do. */
export type NamedTemplate = {
  readonly templateId: string;
  readonly name: string;
  readonly roleIds: readonly string[];
  readonly segments: readonly string[];
};

/**
 * Says whose template it is: all segments that name it from now on. These are groups of the partner's own (`customer_segment`), never Microsoft's
 * segments. A segment names one template, so one that named another moves. Undefined when there is no such template.
 */
export function chooseSegments(context: Context, templateId: string, segments: readonly string[]): Promise<readonly string[] | undefined> {
  return inScope(context.db, context.scope, async (tx) => {
    const template = await lockTemplate(tx, { templateId });
    if (template === undefined) return undefined;
    const before = await segmentsOf(tx, templateId);
    const wanted = new Map(segments.map((segment) => [segmentKey(segment), segment]));
    const gone = before.map(segmentKey).filter((key) => !wanted.has(key));
    if (gone.length > 0)
      await tx.deleteFrom('access_template_segment').where('template_id', '=', templateId).where('segment_key', 'in', gone).execute();
    const chosen = { template_id: templateId, chosen_by: context.actor.name, chosen_at: context.clock.now() };
    // In one order, so that two who choose at once do not wait for each other.
    const rows = [...wanted].toSorted(([a], [b]) => (a < b ? -1 : 1));
    for (const [segment_key, segment] of rows)
      await tx
        .insertInto('access_template_segment')
        .values({ reseller_id: ownReseller, segment_key, segment, ...chosen })
        .onConflict((conflict) =>
          conflict
            .columns(['reseller_id', 'segment_key'])
            .doUpdateSet({ segment, ...chosen })
            .where('access_template_segment.template_id', '<>', templateId),
        )
        .execute();
    const after = await segmentsOf(tx, templateId);
    await record(tx, context, {
      action: 'access.template.segmentsChosen',
      object: `access template ${template.name}`,
      before: { segments: before },
      after: { segments: after },
    });
    return after;
  });
}

async function segmentsOf(tx: Tx, templateId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('access_template_segment')
    .select('segment')
    .where('template_id', '=', templateId)
    .orderBy('segment_key')
    .execute();
  return rows.map(({ segment }) => segment);
}

/** Which templates the segments of these customers name; customers of whom none does are left away. */
export async function templatesNamed(tx: Tx, customerIds: readonly string[]): Promise<ReadonlyMap<string, readonly NamedTemplate[]>> {
  const { rows } = await sql<NamedTemplate & { readonly customerId: string }>`
    select member.customer_id as "customerId", template.template_id as "templateId", template.name, template.role_ids as "roleIds",
      array_agg(member.segment order by member.segment_key) as segments
    from customer_segment member
    join access_template_segment chosen on chosen.segment_key = member.segment_key
    join access_template template on template.template_id = chosen.template_id
    where member.customer_id = any(${[...customerIds]}::uuid[])
    group by member.customer_id, template.template_id order by member.customer_id, template.name`.execute(tx);
  return Map.groupBy(rows, ({ customerId }) => customerId);
}

/** The template that a customer should get; else why nobody can say which. */
export type Proposed = { readonly template: Template } | { readonly because: string };

/** For each of these customers the one template that its segments name. Where they name several, nothing is guessed. */
export async function proposedTemplates(context: Context, customerIds: readonly string[]): Promise<ReadonlyMap<string, Proposed>> {
  const templates = new Map((await listTemplates(context)).map((template) => [template.templateId, template]));
  const named = await inScope(context.db, context.scope, (tx) => templatesNamed(tx, customerIds));
  return new Map(customerIds.map((id) => [id, proposed(named.get(id) ?? [], templates)]));
}

function proposed([first, ...others]: readonly NamedTemplate[], templates: ReadonlyMap<string, Template>): Proposed {
  const template = templates.get(first?.templateId ?? '');
  if (first === undefined || template === undefined) return { because: 'No segment of it names a template. Choose one.' };
  if (others.length === 0) return { template };
  const words = [first, ...others].map(({ name, segments }) => `${name} (${segments.join(', ')})`).join(', ');
  return { because: `Its segments name several templates: ${words}. Choose one.` };
}
