import { ownReseller } from '../../model/ids.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { lockTemplate, type Template, type TemplateFields } from './templates.ts';

/** Keeps a template under its name: a new one, or a new version of the one that has it. What was asked for with an earlier one stays as it was asked. */
export function saveTemplate(context: Context, fields: TemplateFields): Promise<Template> {
  return inScope(context.db, context.scope, async (tx) => keep(tx, context, fields, await lockTemplate(tx, fields)));
}

export type TemplateChange = { readonly [Field in keyof TemplateFields]?: TemplateFields[Field] | undefined } & {
  /** The one that was looked at. */
  readonly version: number;
};
export type ChangedTemplate =
  | { readonly status: 'changed'; readonly template: Template }
  | { readonly status: 'absent' }
  | { readonly status: 'changed_since' }
  | { readonly status: 'name_taken' };

/** Changes what is named, as a new version. */
export function changeTemplate(context: Context, templateId: string, change: TemplateChange): Promise<ChangedTemplate> {
  return inScope(context.db, context.scope, async (tx): Promise<ChangedTemplate> => {
    const before = await lockTemplate(tx, { templateId });
    if (before === undefined) return { status: 'absent' };
    if (before.version !== change.version) return { status: 'changed_since' };
    const fields = {
      name: change.name ?? before.name,
      roleIds: change.roleIds ?? before.roleIds,
      durationDays: change.durationDays ?? before.durationDays,
      autoExtends: change.autoExtends ?? before.autoExtends,
      groups: change.groups ?? before.groups,
    };
    if (fields.name !== before.name && (await lockTemplate(tx, fields)) !== undefined) return { status: 'name_taken' };
    return { status: 'changed', template: await keep(tx, context, fields, before) };
  });
}

/** Whether there was one. What was asked for with it stays. */
export function removeTemplate(context: Context, templateId: string): Promise<boolean> {
  return inScope(context.db, context.scope, async (tx) => {
    const gone = await tx.deleteFrom('access_template').where('template_id', '=', templateId).returning('name').executeTakeFirst();
    if (gone === undefined) return false;
    await tx.deleteFrom('access_template_segment').where('template_id', '=', templateId).execute();
    await tx.deleteFrom('access_template_version').where('template_id', '=', templateId).execute();
    await record(tx, context, { action: 'access.template.removed', object: `access template ${gone.name}` });
    return true;
  });
}

const lower = (ids: readonly string[]): string[] => [...new Set(ids.map((id) => id.toLowerCase()))];

async function keep(tx: Tx, context: Context, given: TemplateFields, before: Template | undefined): Promise<Template> {
  const fields: TemplateFields = {
    name: given.name,
    roleIds: lower(given.roleIds),
    durationDays: given.durationDays,
    autoExtends: given.autoExtends,
    groups: given.groups.map(({ groupId, roleIds }) => ({ groupId: groupId.toLowerCase(), roleIds: lower(roleIds) })),
  };
  const template: Template = {
    ...fields,
    templateId: before?.templateId ?? context.ids(),
    version: (before?.version ?? 0) + 1,
    changedBy: context.actor.name,
    changedAt: context.clock.now(),
  };
  const row = {
    version: template.version,
    name: fields.name,
    role_ids: [...fields.roleIds],
    duration_days: fields.durationDays,
    auto_extends: fields.autoExtends,
    groups: JSON.stringify(fields.groups),
    changed_by: template.changedBy,
    changed_at: template.changedAt,
  };
  const key = { template_id: template.templateId, reseller_id: ownReseller };
  await tx
    .insertInto('access_template')
    .values({ ...key, ...row, created_at: template.changedAt })
    .onConflict((conflict) => conflict.column('template_id').doUpdateSet(row))
    .execute();
  await tx
    .insertInto('access_template_version')
    .values({ ...key, ...row })
    .execute();
  await record(tx, context, {
    action: 'access.template.saved',
    object: `access template ${fields.name}`,
    before: before ?? null,
    after: { ...fields, version: template.version },
  });
  return template;
}
