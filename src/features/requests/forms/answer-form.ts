import type { BillToField } from '../../../model/bill-to.ts';
import type { BillToProblem } from '../../../model/bill-to-rules.ts';
import type { FormState } from '../../../model/change-request.ts';
import { publicId } from '../../../model/ids.ts';
import { everything, inScope } from '../../../platform/db/transaction.ts';
import { record } from '../../audit/index.ts';
import type { Context } from '../../context.ts';
import { hashToken } from '../../people/index.ts';
import { insertRequest, type NewRequest } from '../store.ts';
import { changedFields, findTarget, wrongAnswers } from '../target.ts';
import { tellAsked } from '../tell.ts';
import { type CustomerForm, changeForm, lockForm } from './store.ts';

/** What somebody who holds a link may know: what is asked for, and until when. Nothing of the customer. */
type FormView = Pick<CustomerForm, 'fields' | 'state' | 'endsAt'>;

/** What a link shows; undefined for one that never was. Reading it uses nothing up: mail programs open links, too. */
export const lookAtForm = (context: Context, token: string): Promise<FormView | undefined> =>
  inScope(context.db, everything, async (tx) => {
    const form = await lockForm(tx, hashToken(token), context.clock.now());
    return form && { fields: form.fields, state: form.state, endsAt: form.endsAt };
  });

export type Answers = Readonly<Partial<Record<BillToField, string | undefined>>>;

export type AnsweredForm =
  | { readonly status: 'received' }
  | { readonly status: 'refused'; readonly because: 'unknown' }
  | { readonly status: 'over'; readonly state: FormState }
  /** Some answers cannot be used, or an asked field has none; the form still waits. */
  | { readonly status: 'wrong'; readonly problems: readonly BillToProblem[] };

/** Takes the answers of a form, once. They change nothing: they are a request that one of us accepts (S96). */
export async function answerForm(context: Context, token: string, answers: Answers): Promise<AnsweredForm> {
  const tokenHash = hashToken(token);
  const form = await inScope(context.db, everything, (tx) => lockForm(tx, tokenHash, context.clock.now()));
  if (form === undefined) return { status: 'refused', because: 'unknown' };
  if (form.state !== 'waiting') return { status: 'over', state: form.state };
  const target = await findTarget({ ...context, scope: everything }, form.customerId, form.connectionId);
  if (typeof target === 'string' || target.profile === undefined) return { status: 'over', state: 'withdrawn' };
  const given = Object.fromEntries(form.fields.map((field) => [field, (answers[field] ?? '').trim()]));
  const problems = wrongAnswers(target.profile, given);
  if (problems.length > 0) return { status: 'wrong', problems };
  const changes = changedFields(target.profile.billTo, given);
  return inScope(context.db, everything, async (tx): Promise<AnsweredForm> => {
    const now = context.clock.now();
    const locked = await lockForm(tx, tokenHash, now);
    if (locked?.state !== 'waiting') return { status: 'over', state: locked?.state ?? 'withdrawn' };
    const requestId = context.ids();
    const { customerId, connectionId, resellerId, madeBy } = form;
    const request: NewRequest = {
      ...{ requestId, resellerId, customerId, connectionId, origin: 'customer', wish: { kind: 'billTo', changes } },
      note: `Answer to the form that ${madeBy} sent.`,
      askedBy: 'The customer, by form',
      askedAt: now,
    };
    await insertRequest(tx, request);
    await tellAsked(tx, context, request, false);
    await changeForm(tx, form.formId, { state: 'answered', answered_at: now, request_id: requestId, changed_at: now });
    await record(tx, context, {
      action: 'customerForm.answered',
      object: publicId('customer', customerId),
      resellerId,
      after: { form: publicId('form', form.formId), request: publicId('changeRequest', requestId), fields: Object.keys(changes) },
    });
    return { status: 'received' };
  });
}
