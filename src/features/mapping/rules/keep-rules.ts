import { sql } from 'kysely';
import { type ConnectionId, publicId } from '../../../model/ids.ts';
import type { Tx } from '../../../platform/db/connect.ts';
import { everything, inScope } from '../../../platform/db/transaction.ts';
import { record } from '../../audit/index.ts';
import type { Context } from '../../context.ts';
import { compareAgain } from '../../reconciliation/index.ts';
import { autoMapProducts } from '../auto-map-products.ts';
import { lockMapping } from '../lock.ts';
import type { RuleTerms } from './fit.ts';
import { columnsOf, type KeptMappingRule, readRules, serviceExists } from './store.ts';

/** Where a rule stands and whether it is the version that was seen. */
export type RuleChange = { readonly terms: RuleTerms; readonly place?: number | undefined; readonly version: number };
export type RuleOutcome =
  | { readonly status: 'kept'; readonly rule: KeptMappingRule; readonly changed: number }
  | { readonly status: 'refused'; readonly because: 'unknown' | 'targetMissing' | 'changed' };

export const listMappingRules = (context: Context): Promise<readonly KeptMappingRule[]> =>
  inScope(context.db, everything, (tx) => readRules(tx));

/** Adds a rule behind the others of its PSA and maps the products again. `changed`: mappings that are others now. */
export function addMappingRule(context: Context, connectionId: ConnectionId, terms: RuleTerms): Promise<RuleOutcome> {
  return inScope(context.db, everything, async (tx) => {
    await lockMapping(tx);
    if (!(await serviceExists(tx, connectionId, terms.serviceId))) return { status: 'refused', because: 'targetMissing' };
    const ruleId = context.ids();
    const now = context.clock.now();
    await tx
      .insertInto('mapping_rule')
      .values({
        rule_id: ruleId,
        connection_id: connectionId,
        place: sql<number>`(select coalesce(max(place), 0) + 1 from mapping_rule where connection_id = ${connectionId}::uuid)`,
        ...columnsOf(terms),
        created_by: context.actor.name,
        created_at: now,
        changed_at: now,
        version: 1,
      })
      .execute();
    return mapAgain(tx, context, ruleId, 'mapping.rule.added', terms);
  });
}

/** Changes a rule or its place in the order, which starts at 1. */
export function changeMappingRule(context: Context, ruleId: string, { terms, place, version }: RuleChange): Promise<RuleOutcome> {
  return inScope(context.db, everything, async (tx) => {
    await lockMapping(tx);
    const kept = (await readRules(tx)).find((rule) => rule.ruleId === ruleId);
    if (kept === undefined) return { status: 'refused', because: 'unknown' };
    if (kept.version !== version) return { status: 'refused', because: 'changed' };
    if (!(await serviceExists(tx, kept.connectionId, terms.serviceId))) return { status: 'refused', because: 'targetMissing' };
    await tx
      .updateTable('mapping_rule')
      .set({ ...columnsOf(terms), changed_at: context.clock.now(), version: version + 1 })
      .where('rule_id', '=', ruleId)
      .execute();
    if (place !== undefined) await moveTo(tx, kept, place);
    return mapAgain(tx, context, ruleId, 'mapping.rule.changed', terms);
  });
}

/** Removes a rule; what it had mapped is what the evidence says. Answers how many are others now; undefined when there is none. */
export function removeMappingRule(context: Context, ruleId: string): Promise<number | undefined> {
  return inScope(context.db, everything, async (tx) => {
    await lockMapping(tx);
    const gone = await tx.deleteFrom('mapping_rule').where('rule_id', '=', ruleId).returning('name').executeTakeFirst();
    if (gone === undefined) return undefined;
    const changed = await autoMapProducts(tx, context);
    await compareAgain(context, tx);
    await record(tx, context, { action: 'mapping.rule.removed', object: publicId('rule', ruleId), before: { name: gone.name } });
    return changed;
  });
}

async function moveTo(tx: Tx, { ruleId, connectionId }: KeptMappingRule, place: number): Promise<void> {
  const order = (await readRules(tx, connectionId)).map((rule) => rule.ruleId).filter((id) => id !== ruleId);
  order.splice(Math.max(0, place - 1), 0, ruleId);
  await sql`update mapping_rule set place = given.place::int
    from unnest(${order}::uuid[]) with ordinality as given (rule_id, place) where mapping_rule.rule_id = given.rule_id`.execute(tx);
}

async function mapAgain(tx: Tx, context: Context, ruleId: string, action: string, terms: RuleTerms): Promise<RuleOutcome> {
  const changed = await autoMapProducts(tx, context);
  const rule = (await readRules(tx)).find((each) => each.ruleId === ruleId);
  if (rule === undefined) return { status: 'refused', because: 'unknown' };
  await compareAgain(context, tx);
  await record(tx, context, { action, object: publicId('rule', ruleId), after: { ...terms, changed } });
  return { status: 'kept', rule, changed };
}
