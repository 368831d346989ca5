import type { Selectable } from 'kysely';
import { WebhookAct, WebhookActState } from '../../model/feed.ts';
import type { Tx } from '../../platform/db/connect.ts';
import type { Tables } from '../../platform/db/tables.ts';
import type { Context } from '../context.ts';

/** One writing of the registration, with who wanted it, why, and what became of it. Addresses of other tools as hosts only. */
export type RegistrationAct = {
  readonly actId: string;
  readonly connectionId: string;
  readonly act: WebhookAct;
  readonly state: WebhookActState;
  readonly reason: string;
  readonly actor: string;
  readonly fromHost: string | undefined;
  readonly toHost: string | undefined;
  readonly code: string | undefined;
  readonly detail: string | undefined;
  readonly at: Temporal.Instant;
};

type NewAct = Pick<RegistrationAct, 'connectionId' | 'act' | 'reason' | 'fromHost' | 'toHost'>;

export async function beginAct(tx: Tx, context: Context, wanted: NewAct): Promise<RegistrationAct> {
  const row = await tx
    .insertInto('webhook_act')
    .values({
      act_id: context.ids(),
      connection_id: wanted.connectionId,
      act: wanted.act,
      state: 'submitting',
      reason: wanted.reason,
      actor: context.actor.name,
      from_host: wanted.fromHost ?? null,
      to_host: wanted.toHost ?? null,
      at: context.clock.now(),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toAct(row);
}

export async function endAct(
  tx: Tx,
  context: Context,
  { actId }: Pick<RegistrationAct, 'actId'>,
  { state, code, detail }: Pick<RegistrationAct, 'state' | 'code' | 'detail'>,
): Promise<RegistrationAct> {
  const row = await tx
    .updateTable('webhook_act')
    .set({ state, code: code ?? null, detail: detail?.slice(0, 500) ?? null, ended_at: context.clock.now() })
    .where('act_id', '=', actId)
    .returningAll()
    .executeTakeFirstOrThrow();
  return toAct(row);
}

/** The last ten, newest first. */
export async function listActs(tx: Tx, connectionId: string): Promise<readonly RegistrationAct[]> {
  const rows = await tx
    .selectFrom('webhook_act')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .orderBy('at', 'desc')
    .limit(10)
    .execute();
  return rows.map(toAct);
}

const toAct = (row: Selectable<Tables['webhook_act']>): RegistrationAct => ({
  actId: row.act_id,
  connectionId: row.connection_id,
  act: WebhookAct.parse(row.act),
  state: WebhookActState.parse(row.state),
  reason: row.reason,
  actor: row.actor,
  fromHost: row.from_host ?? undefined,
  toHost: row.to_host ?? undefined,
  code: row.code ?? undefined,
  detail: row.detail ?? undefined,
  at: row.at,
});
