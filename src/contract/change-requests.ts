import { z } from 'zod';
import { BillTo, BillToField } from '../model/bill-to.ts';
import { FormState, formDays, RequestOrigin, RequestState } from '../model/change-request.ts';
import { idSchema } from '../model/ids.ts';
import { anyOf, instant } from './page.ts';
import { route } from './route.ts';

const tag = 'Customers';
const reason = z.string().trim().min(3).max(500);

/** What can be asked for, as it is sent. */
export const requestWish = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('billTo'), changes: BillTo.partial() }),
  z.strictObject({ kind: z.literal('seats'), subscriptionId: idSchema('subscription'), seats: z.number().int().min(0).max(1_000_000) }),
]);
export const withdrawal = z.strictObject({ reason });

export const ChangeRequest = z
  .object({
    id: z.string(),
    customerId: z.string(),
    customerName: z.string(),
    origin: RequestOrigin,
    /** `billTo`: fields of the billing profile, contact included. `seats`: of one subscription. */
    wish: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('billTo'), changes: BillTo.partial() }),
      z.object({ kind: z.literal('seats'), subscriptionId: z.string(), seats: z.number().int() }),
    ]),
    note: z.string(),
    state: RequestState,
    askedBy: z.string(),
    askedAt: instant,
    decidedBy: z.string().nullable(),
    decidedAt: instant.nullable(),
    /** Why it was declined or withdrawn; ''. */
    reason: z.string(),
    /** The plan that carries it out; null until it is accepted, and for seats. */
    planId: z.string().nullable(),
  })
  .meta({ id: 'ChangeRequest' });

export const listChangeRequests = route({
  id: 'listChangeRequests',
  method: 'GET',
  path: '/change-requests',
  summary: 'What resellers and customers ask us to change, newest first; a reseller sees its own',
  tag,
  may: 'requests:read',
  tenantScope: 'rows',
  organisation: true,
  query: z.strictObject({ state: anyOf(RequestState), customerId: idSchema('customer').optional() }),
  status: 200,
  reply: z.object({ data: z.array(ChangeRequest) }),
});

export const askForChange = route({
  id: 'askForChange',
  method: 'POST',
  path: '/change-requests',
  summary: 'Ask for a change of a customer; nothing is changed before somebody accepts',
  tag,
  may: 'requests:ask',
  tenantScope: 'rows',
  organisation: true,
  idempotency: 'accepted',
  body: z.strictObject({
    customerId: idSchema('customer'),
    /** Left out: the only account that sells to it. */
    connectionId: idSchema('connection').optional(),
    wish: requestWish,
    note: z.string().trim().max(1_000).default(''),
  }),
  status: 201,
  reply: ChangeRequest,
  problems: ['nothing_to_correct', 'duplicate', 'conflict'],
});

const params = z.object({ id: idSchema('changeRequest') });

export const decideChangeRequest = route({
  id: 'decideChangeRequest',
  method: 'POST',
  path: '/change-requests/{id}/decision',
  summary: 'Accept a request, which previews its plan, or decline it with a reason',
  tag,
  may: 'customers:write',
  tenantScope: 'rows',
  params,
  body: z.discriminatedUnion('action', [
    z.strictObject({ action: z.literal('accept') }),
    z.strictObject({ action: z.literal('decline'), reason }),
  ]),
  status: 200,
  reply: ChangeRequest,
  problems: ['conflict', 'nothing_to_correct', 'write_switched_off', 'remote_unavailable', 'remote_refused'],
});

export const withdrawChangeRequest = route({
  id: 'withdrawChangeRequest',
  method: 'POST',
  path: '/change-requests/{id}/withdrawal',
  summary: 'Take a request back that nobody decided yet',
  tag,
  may: 'requests:ask',
  tenantScope: 'rows',
  organisation: true,
  params,
  body: withdrawal,
  status: 200,
  reply: ChangeRequest,
  problems: ['conflict'],
});

const customer = z.object({ id: idSchema('customer') });

export const listCustomerForms = route({
  id: 'listCustomerForms',
  method: 'GET',
  path: '/customers/{id}/forms',
  summary: 'Forms by which a customer was asked for what is missing, and what became of them',
  tag: 'Customers',
  may: 'customers:read',
  tenantScope: 'rows',
  params: customer,
  status: 200,
  reply: z.object({
    data: z.array(
      z
        .object({
          id: z.string(),
          fields: z.array(BillToField),
          state: FormState,
          madeBy: z.string(),
          createdAt: instant,
          endsAt: instant,
          answeredAt: instant.nullable(),
          requestId: z.string().nullable(),
        })
        .meta({ id: 'CustomerForm' }),
    ),
  }),
});

export const makeCustomerForm = route({
  id: 'makeCustomerForm',
  method: 'POST',
  path: '/customers/{id}/forms',
  summary: 'Make a link by which the customer fills in what keeps orders from being placed; it works once',
  tag: 'Customers',
  may: 'customers:write',
  tenantScope: 'rows',
  params: customer,
  body: z.strictObject({
    connectionId: idSchema('connection').optional(),
    days: z
      .number()
      .int()
      .min(1)
      .max(formDays.most)
      .optional()
      .meta({ description: `${formDays.usual} if left out` }),
  }),
  status: 201,
  reply: z
    .object({ id: z.string(), url: z.string(), fields: z.array(BillToField), endsAt: instant, subject: z.string(), message: z.string() })
    .meta({ id: 'NewCustomerForm', description: 'The address is shown once' }),
  problems: ['nothing_to_correct', 'conflict'],
});

const token = z.object({ token: z.string().regex(/^[\w-]{20,100}$/, 'is the last part of a form link') });

export const lookAtCustomerForm = route({
  id: 'lookAtCustomerForm',
  method: 'GET',
  path: '/customer-forms/{token}',
  summary: 'What a form asks for; needs no account, and tells nothing of the customer',
  tag: 'Customers',
  may: 'anyone',
  tenantScope: 'none',
  callsAMinute: 60,
  params: token,
  status: 200,
  reply: z.object({ fields: z.array(BillToField), state: FormState, endsAt: instant }).meta({ id: 'CustomerFormPage' }),
});

export const answerCustomerForm = route({
  id: 'answerCustomerForm',
  method: 'POST',
  path: '/customer-forms/{token}/answer',
  summary: 'Answer a form, once; the answers are looked at before anything is changed',
  tag: 'Customers',
  may: 'anyone',
  tenantScope: 'none',
  callsAMinute: 10,
  params: token,
  body: z.strictObject({ answers: BillTo.partial() }),
  status: 204,
  problems: ['link_over', 'link_used', 'invalid'],
});
