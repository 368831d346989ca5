import { z } from 'zod';
import { idSchema } from '../model/ids.ts';
import { ChangeRequest, requestWish, withdrawal } from './change-requests.ts';
import { route } from './route.ts';

/** What somebody of a customer asked for. Who decided, and by which plan, is not for his eyes. */
export const OwnRequest = ChangeRequest.pick({
  id: true,
  wish: true,
  note: true,
  state: true,
  askedBy: true,
  askedAt: true,
  decidedAt: true,
  reason: true,
}).meta({ id: 'OwnRequest' });

const ofItself = { tag: 'Customers', tenantScope: 'rows', ofCustomers: true } as const;

export const listOwnRequests = route({
  id: 'listOwnRequests',
  method: 'GET',
  path: '/own-company/requests',
  summary: 'What people of a customer asked for, newest first, and what became of it',
  ...ofItself,
  may: 'company:read',
  status: 200,
  reply: z.object({ data: z.array(OwnRequest) }),
});

export const askAsCustomer = route({
  id: 'askAsCustomer',
  method: 'POST',
  path: '/own-company/requests',
  summary: 'Ask the provider for a change of the own company; nothing is changed before he accepts',
  ...ofItself,
  may: 'company:ask',
  idempotency: 'accepted',
  body: z.strictObject({
    /** Left out: the only account that sells to it. */
    connectionId: idSchema('connection').optional(),
    wish: requestWish,
    note: z.string().trim().max(1_000).default(''),
  }),
  status: 201,
  reply: OwnRequest,
  problems: ['nothing_to_correct', 'duplicate', 'conflict'],
});

export const withdrawOwnRequest = route({
  id: 'withdrawOwnRequest',
  method: 'POST',
  path: '/own-company/requests/{id}/withdrawal',
  summary: 'Take a request of the own company back that nobody decided yet',
  ...ofItself,
  may: 'company:ask',
  params: z.object({ id: idSchema('changeRequest') }),
  body: withdrawal,
  status: 200,
  reply: OwnRequest,
  problems: ['conflict'],
});
