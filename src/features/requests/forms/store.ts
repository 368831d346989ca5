import { BillToField } from '../../../model/bill-to.ts';
import { FormState } from '../../../model/change-request.ts';
import type { Tx } from '../../../platform/db/connect.ts';

export type CustomerForm = {
  readonly formId: string;
  readonly resellerId: string;
  readonly customerId: string;
  readonly connectionId: string;
  /** What is asked for, and nothing else is taken. */
  readonly fields: readonly BillToField[];
  readonly state: FormState;
  readonly madeBy: string;
  readonly createdAt: Temporal.Instant;
  readonly endsAt: Temporal.Instant;
  readonly answeredAt: Temporal.Instant | null;
  readonly requestId: string | null;
};

type Row = {
  form_id: string;
  reseller_id: string;
  customer_id: string;
  connection_id: string;
  fields: string[];
  state: string;
  made_by: string;
  created_at: Temporal.Instant;
  ends_at: Temporal.Instant;
  answered_at: Temporal.Instant | null;
  request_id: string | null;
};

const toForm = (row: Row): CustomerForm => ({
  formId: row.form_id,
  resellerId: row.reseller_id,
  customerId: row.customer_id,
  connectionId: row.connection_id,
  fields: row.fields.map((field) => BillToField.parse(field)),
  state: FormState.parse(row.state),
  madeBy: row.made_by,
  createdAt: row.created_at,
  endsAt: row.ends_at,
  answeredAt: row.answered_at,
  requestId: row.request_id,
});

/** The newest first. */
export async function formsOf(tx: Tx, customerId: string): Promise<CustomerForm[]> {
  const rows = await tx
    .selectFrom('customer_form')
    .selectAll()
    .where('customer_id', '=', customerId)
    .orderBy('created_at', 'desc')
    .limit(20)
    .execute();
  return rows.map(toForm);
}

/** By the hash of its token, kept until commit: of two who send it at once one comes first. A form whose time is over is ended. */
export async function lockForm(tx: Tx, tokenHash: string, now: Temporal.Instant): Promise<CustomerForm | undefined> {
  const row = await tx.selectFrom('customer_form').selectAll().where('token_hash', '=', tokenHash).forUpdate().executeTakeFirst();
  const form = row && toForm(row);
  if (form?.state !== 'waiting' || Temporal.Instant.compare(now, form.endsAt) < 0) return form;
  await changeForm(tx, form.formId, { state: 'expired', changed_at: now });
  return { ...form, state: 'expired' };
}

type FormChange = {
  readonly state: FormState;
  readonly changed_at: Temporal.Instant;
  readonly answered_at?: Temporal.Instant;
  readonly request_id?: string;
};

export const changeForm = (tx: Tx, formId: string, change: FormChange) =>
  tx.updateTable('customer_form').set(change).where('form_id', '=', formId).execute();

/** A newer form takes the place of those that still wait. */
export const withdrawForms = (tx: Tx, { customerId, connectionId }: { customerId: string; connectionId: string }, now: Temporal.Instant) =>
  tx
    .updateTable('customer_form')
    .set({ state: 'withdrawn', changed_at: now })
    .where('customer_id', '=', customerId)
    .where('connection_id', '=', connectionId)
    .where('state', '=', 'waiting')
    .execute();
