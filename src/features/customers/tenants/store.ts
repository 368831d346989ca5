import type { Selectable } from 'kysely';
import { ownReseller } from '../../../model/ids.ts';
import { TenantMakingState, tenantMakingNext } from '../../../model/new-tenant.ts';
import type { Tx } from '../../../platform/db/connect.ts';
import type { Tables } from '../../../platform/db/tables.ts';
import type { Context } from '../../context.ts';

/** One tenant that was asked for, with who wanted it and what became of it. */
export type TenantMaking = {
  readonly makingId: string;
  readonly connectionId: string;
  readonly cloud: string;
  readonly domain: string;
  readonly name: string;
  readonly state: TenantMakingState;
  readonly madeBy: string;
  readonly tenantId: string;
  readonly agreementUrl: string;
  readonly code: string;
  readonly detail: string;
  readonly startedAt: Temporal.Instant;
};

type NewMaking = Pick<TenantMaking, 'connectionId' | 'cloud' | 'domain' | 'name'>;

/** Keeps the intent; undefined when one for this domain is open: the unique key decides. */
export async function beginMaking(tx: Tx, context: Context, wanted: NewMaking): Promise<TenantMaking | undefined> {
  const at = context.clock.now();
  const row = await tx
    .insertInto('tenant_making')
    .values({
      making_id: context.ids(),
      reseller_id: ownReseller,
      connection_id: wanted.connectionId,
      cloud: wanted.cloud,
      domain: wanted.domain,
      name: wanted.name,
      state: 'submitting',
      made_by: context.actor.name,
      tenant_id: '',
      agreement_url: '',
      code: '',
      detail: '',
      started_at: at,
      changed_at: at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  return row && toMaking(row);
}

type MakingEnd = Partial<Pick<TenantMaking, 'tenantId' | 'code' | 'detail'>> & { readonly state: TenantMakingState };

/** Goes on to the next state if the table of states lets it; false when somebody else was first. */
export async function endMaking(tx: Tx, makingId: string, end: MakingEnd, at: Temporal.Instant): Promise<boolean> {
  const before = TenantMakingState.options.filter((state) => (tenantMakingNext[state] as readonly TenantMakingState[]).includes(end.state));
  const { numUpdatedRows } = await tx
    .updateTable('tenant_making')
    .set({
      state: end.state,
      changed_at: at,
      ...(end.tenantId !== undefined && { tenant_id: end.tenantId }),
      ...(end.code !== undefined && { code: end.code }),
      ...(end.detail !== undefined && { detail: end.detail.slice(0, 500) }),
    })
    .where('making_id', '=', makingId)
    .where('state', 'in', before)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export const readMakings = async (tx: Tx): Promise<TenantMaking[]> =>
  (await tx.selectFrom('tenant_making').selectAll().orderBy('started_at', 'desc').limit(200).execute()).map(toMaking);

/** Those of which nobody knows what became: the answer was lost, or the process died while it waited. */
export const openMakings = async (tx: Tx, startedBefore: Temporal.Instant): Promise<TenantMaking[]> =>
  (
    await tx
      .selectFrom('tenant_making')
      .selectAll()
      .where((where) => where.or([where('state', '=', 'unknown'), where('state', '=', 'submitting').and('started_at', '<', startedBefore)]))
      .orderBy('started_at')
      .limit(100)
      .execute()
  ).map(toMaking);

const toMaking = (row: Selectable<Tables['tenant_making']>): TenantMaking => ({
  makingId: row.making_id,
  connectionId: row.connection_id,
  cloud: row.cloud,
  domain: row.domain,
  name: row.name,
  state: TenantMakingState.parse(row.state),
  madeBy: row.made_by,
  tenantId: row.tenant_id,
  agreementUrl: row.agreement_url,
  code: row.code,
  detail: row.detail,
  startedAt: row.started_at,
});
