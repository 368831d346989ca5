import type { z } from 'zod';
import * as contract from '../contract/change-requests.ts';
import type { Context } from '../features/context.ts';
import {
  type AnsweredForm,
  type Asked,
  answerForm,
  askForChange,
  type ChangeRequest,
  type DecidedRequest,
  decideRequest,
  listForms,
  listRequests,
  lookAtForm,
  type MadeForm,
  makeForm,
} from '../features/requests/index.ts';
import { publicId } from '../model/ids.ts';
import { type Good, good, handle, type Mounted, type Refusal, refuse } from './handle.ts';
import { refusal } from './plans.ts';

type Reply = z.input<typeof contract.ChangeRequest>;

const unknown = refuse('not_found', 'There is no such customer.');
const notRead = refuse('conflict', 'The billing profile of this customer was not read yet.', {
  hint: 'Sync the customer, then try again.',
});
const ambiguous = refuse('invalid', 'Several accounts sell to this customer.', {
  hint: 'Name the account whose profile is meant.',
  errors: [{ pointer: '/connectionId', code: 'required', detail: 'is needed: several accounts sell to this customer' }],
});
const unknownForm = refuse('not_found', 'There is no such form.', { hint: 'Ask whoever sent it for a new one.' });

export const changeRequestRoutes: readonly Mounted[] = [
  handle(contract.listChangeRequests, async ({ context, query }) =>
    good({ data: (await listRequests(context, { states: query.state, customerId: query.customerId })).map(present) }),
  ),
  handle(contract.askForChange, async ({ context, body }) => askedReply(context, await askForChange(context, body))),
  handle(contract.decideChangeRequest, async ({ context, params, body }) => decidedReply(await decideRequest(context, params.id, body))),
  handle(contract.withdrawChangeRequest, async ({ context, params, body }) =>
    decidedReply(await decideRequest(context, params.id, { action: 'withdraw', reason: body.reason })),
  ),
  handle(contract.listCustomerForms, async ({ context, params }) =>
    good({
      data: (await listForms(context, params.id)).map((form) => ({
        id: publicId('form', form.formId),
        fields: [...form.fields],
        state: form.state,
        madeBy: form.madeBy,
        createdAt: form.createdAt.toString(),
        endsAt: form.endsAt.toString(),
        answeredAt: form.answeredAt?.toString() ?? null,
        requestId: form.requestId === null ? null : publicId('changeRequest', form.requestId),
      })),
    }),
  ),
  handle(contract.makeCustomerForm, async ({ context, params, body, request }) =>
    madeReply(await makeForm(context, params.id, body), request.baseUrl),
  ),
  handle(contract.lookAtCustomerForm, async ({ context, params }) => {
    const form = await lookAtForm(context, params.token);
    return form === undefined ? unknownForm : good({ fields: [...form.fields], state: form.state, endsAt: form.endsAt.toString() });
  }),
  handle(contract.answerCustomerForm, async ({ context, params, body }) =>
    answeredReply(await answerForm(context, params.token, body.answers)),
  ),
];

async function askedReply(context: Context, outcome: Asked): Promise<Good<Reply> | Refusal> {
  if (outcome.status !== 'asked') return notAsked(outcome);
  const found = (await listRequests(context)).find(({ requestId }) => requestId === outcome.requestId);
  return found === undefined ? refuse('not_found', 'There is no such request.') : good(present(found));
}

export function notAsked(outcome: Exclude<Asked, { status: 'asked' }>): Refusal {
  if (outcome.status === 'wrong') return wrongFields(outcome.problems, '/wish/changes');
  switch (outcome.because) {
    case 'not_found':
      return refuse('not_found', 'There is no such customer or subscription.');
    case 'not_read':
      return notRead;
    case 'ambiguous':
      return ambiguous;
    case 'nothing':
      return refuse('nothing_to_correct', 'It is already so at Microsoft.');
    case 'asked_before':
      return refuse('duplicate', 'The same was asked for already, and nobody has decided yet.', { hint: 'Withdraw that request first.' });
  }
}

function decidedReply(outcome: DecidedRequest): Good<Reply> | Refusal {
  if (outcome.status === 'decided') return good(present(outcome.request));
  return outcome.status === 'notPlanned' ? refusal(outcome.refusal) : refuse(outcome.because, outcome.detail);
}

function madeReply(outcome: MadeForm, baseUrl: string): Good<z.input<typeof contract.makeCustomerForm.reply & object>> | Refusal {
  if (outcome.status === 'made') {
    const url = `${baseUrl}/form/${outcome.token}`;
    return good({
      id: publicId('form', outcome.formId),
      url,
      fields: [...outcome.fields],
      endsAt: outcome.endsAt.toString(),
      subject: 'A few details that Microsoft needs of you',
      message: [
        'Hello,',
        'before Microsoft takes an order for your company, some details of your billing address are needed. Please fill them in here:',
        url,
        `The link works once, until ${outcome.endsAt.toString().slice(0, 10)}. What you write is looked at before it is sent to Microsoft.`,
      ].join('\n\n'),
    });
  }
  switch (outcome.because) {
    case 'not_found':
      return unknown;
    case 'not_read':
      return notRead;
    case 'ambiguous':
      return ambiguous;
    case 'nothing_missing':
      return refuse('nothing_to_correct', 'Nothing that a customer could fill in is missing.');
  }
}

function answeredReply(outcome: AnsweredForm): Good<undefined> | Refusal {
  switch (outcome.status) {
    case 'received':
      return good(undefined);
    case 'refused':
      return unknownForm;
    case 'wrong':
      return wrongFields(outcome.problems, '/answers');
    case 'over':
      return outcome.state === 'answered'
        ? refuse('link_used', 'This form was answered already. It works once.', { hint: 'Ask for a new one if something was wrong.' })
        : refuse('link_over', 'This form has ended.', { hint: 'Ask whoever sent it for a new one.' });
  }
}

const wrongFields = (problems: Extract<Asked, { status: 'wrong' }>['problems'], below: string): Refusal =>
  refuse('invalid', `Microsoft would not take this: ${problems.map(({ field }) => field).join(', ')}.`, {
    errors: problems.map(({ field, problem }) => ({
      pointer: `${below}/${field}`,
      code: problem,
      detail: problem === 'missing' ? 'is needed' : 'is not taken in this country',
    })),
  });

export const present = (request: ChangeRequest): Reply => ({
  id: publicId('changeRequest', request.requestId),
  customerId: publicId('customer', request.customerId),
  customerName: request.customerName,
  origin: request.origin,
  wish:
    request.wish.kind === 'seats'
      ? { ...request.wish, subscriptionId: publicId('subscription', request.wish.subscriptionId) }
      : request.wish,
  note: request.note,
  state: request.state,
  askedBy: request.askedBy,
  askedAt: request.askedAt.toString(),
  decidedBy: request.decidedBy,
  decidedAt: request.decidedAt?.toString() ?? null,
  reason: request.reason,
  planId: request.planId === null ? null : publicId('plan', request.planId),
});
