import { GroupRoles } from '../../model/access-correction.ts';
import type { Tx } from '../../platform/db/connect.ts';
import { inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';

export type TemplateFields = {
  readonly name: string;
  readonly roleIds: readonly string[];
  readonly durationDays: number;
  readonly autoExtends: boolean;
  readonly groups: readonly { readonly groupId: string; readonly roleIds: string[] }[];
};

/** `version`: 1 for a new one, one more with each change. */
export type Template = TemplateFields & {
  readonly templateId: string;
  readonly version: number;
  /** Name of who made this version; empty for those from before versions were kept. */
  readonly changedBy: string;
  readonly changedAt: Temporal.Instant;
};

/** With the segments whose customers should get it. */
export type ListedTemplate = Template & { readonly segments: readonly string[] };

/** By name. */
export const listTemplates = (context: Context): Promise<ListedTemplate[]> =>
  inScope(context.db, context.scope, async (tx) => {
    const rows = await tx.selectFrom('access_template').selectAll().orderBy('name').execute();
    const chosen = await tx.selectFrom('access_template_segment').select(['template_id', 'segment']).orderBy('segment_key').execute();
    const segments = Map.groupBy(chosen, ({ template_id }) => template_id);
    return rows.map((row) => ({ ...toTemplate(row), segments: (segments.get(row.template_id) ?? []).map(({ segment }) => segment) }));
  });

/** What a template was, the newest version first; undefined when there is no such template. */
export const listTemplateVersions = (context: Context, templateId: string): Promise<Template[] | undefined> =>
  inScope(context.db, context.scope, async (tx) => {
    const rows = await tx
      .selectFrom('access_template_version')
      .selectAll()
      .where('template_id', '=', templateId)
      .orderBy('version', 'desc')
      .execute();
    return rows.length === 0 ? undefined : rows.map(toTemplate);
  });

/** As it is now, and nobody changes it until the transaction ends. */
export async function lockTemplate(tx: Tx, by: { readonly templateId: string } | { readonly name: string }): Promise<Template | undefined> {
  const row = await tx
    .selectFrom('access_template')
    .selectAll()
    .$if('name' in by, (query) => query.where('name', '=', 'name' in by ? by.name : ''))
    .$if('templateId' in by, (query) => query.where('template_id', '=', 'templateId' in by ? by.templateId : ''))
    .forUpdate()
    .executeTakeFirst();
  return row && toTemplate(row);
}

type Row = {
  readonly template_id: string;
  readonly version: number;
  readonly name: string;
  readonly role_ids: readonly string[];
  readonly duration_days: number;
  readonly auto_extends: boolean;
  readonly groups: unknown;
  readonly changed_by: string;
  readonly changed_at: Temporal.Instant;
};

const toTemplate = (row: Row): Template => ({
  templateId: row.template_id,
  version: row.version,
  name: row.name,
  roleIds: row.role_ids,
  durationDays: row.duration_days,
  autoExtends: row.auto_extends,
  groups: GroupRoles.array().parse(row.groups),
  changedBy: row.changed_by,
  changedAt: row.changed_at,
});
