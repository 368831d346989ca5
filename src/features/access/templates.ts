import { GroupRoles } from '../../model/access-correction.ts';
import { ownReseller } from '../../model/ids.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';

export type TemplateFields = {
  readonly name: string;
  readonly roleIds: readonly string[];
  readonly durationDays: number;
  readonly autoExtends: boolean;
  readonly groups: readonly { readonly groupId: string; readonly roleIds: string[] }[];
};
export type Template = TemplateFields & { readonly templateId: string; readonly changedAt: Temporal.Instant };

export const listTemplates = (context: Context): Promise<Template[]> => inScope(context.db, context.scope, readTemplates);

async function readTemplates(tx: Tx): Promise<Template[]> {
  const rows = await tx.selectFrom('access_template').selectAll().orderBy('name').execute();
  return rows.map((row) => ({
    templateId: row.template_id,
    name: row.name,
    roleIds: row.role_ids,
    durationDays: row.duration_days,
    autoExtends: row.auto_extends,
    groups: GroupRoles.array().parse(row.groups),
    changedAt: row.changed_at,
  }));
}

/** Keeps a template under its name. What was asked for with an earlier one stays as it was asked. */
export function saveTemplate(context: Context, fields: TemplateFields): Promise<Template> {
  return inScope(context.db, context.scope, async (tx) => {
    const before = (await readTemplates(tx)).find(({ name }) => name === fields.name);
    const changedAt = context.clock.now();
    const lower = (ids: readonly string[]): string[] => [...new Set(ids.map((id) => id.toLowerCase()))];
    const kept = {
      role_ids: lower(fields.roleIds),
      duration_days: fields.durationDays,
      auto_extends: fields.autoExtends,
      groups: JSON.stringify(fields.groups.map(({ groupId, roleIds }) => ({ groupId: groupId.toLowerCase(), roleIds: lower(roleIds) }))),
      changed_at: changedAt,
    };
    const { template_id } = await tx
      .insertInto('access_template')
      .values({ template_id: context.ids(), reseller_id: ownReseller, name: fields.name, created_at: changedAt, ...kept })
      .onConflict((conflict) => conflict.columns(['reseller_id', 'name']).doUpdateSet(kept))
      .returning('template_id')
      .executeTakeFirstOrThrow();
    await record(tx, context, {
      action: 'access.template.saved',
      object: `access template ${fields.name}`,
      before: before ?? null,
      after: fields,
    });
    return { templateId: template_id, ...fields, changedAt };
  });
}

/** Whether there was one. */
export function removeTemplate(context: Context, templateId: string): Promise<boolean> {
  return inScope(context.db, context.scope, async (tx) => {
    const gone = await tx.deleteFrom('access_template').where('template_id', '=', templateId).returning('name').executeTakeFirst();
    if (gone === undefined) return false;
    await record(tx, context, { action: 'access.template.removed', object: `access template ${gone.name}` });
    return true;
  });
}
