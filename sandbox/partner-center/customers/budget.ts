import { json, type RemoteAnswer } from '../../remote.ts';
import { put } from '../../world/world.ts';
import { readBody } from '../body.ts';
import { actorOf, byWhom, type Call } from '../call.ts';
import { type Refusal, refuse } from '../errors.ts';
import type { KnownCustomer } from './find.ts';
import { trail } from './trail.ts';

const keyOf = (call: Call, { customer }: KnownCustomer): string => `${call.account.id}:budget:${customer.id}`;

const answer = (amount: number | null) => ({ amount, usageSpendingBudget: amount, attributes: { objectType: 'SpendingBudget' } });

/** What a partner lets a customer spend on Azure in a month; null until it is set. */
export function getBudget(call: Call, known: KnownCustomer): RemoteAnswer {
  const amount = call.world.tables.partnerProfiles.get(keyOf(call, known))?.fields['amount'];
  return json(200, answer(typeof amount === 'number' ? amount : null));
}

export function setBudget(call: Call, known: KnownCustomer): RemoteAnswer | Refusal {
  const body = readBody(call.request.body);
  if (body === undefined) return refuse(800002);
  const amount = body.get('amount');
  if (amount !== null && !(typeof amount === 'number' && amount >= 0)) return { ...refuse(3000), data: ['Amount'] };
  const id = keyOf(call, known);
  const version = (call.world.tables.partnerProfiles.get(id)?.version ?? 0) + 1;
  call.world.apply({
    kind: 'customer.budgetSet',
    actor: actorOf(call),
    cause: call.requestId,
    about: { ...byWhom(call), customerId: known.customer.id },
    changes: [
      put('partnerProfiles', { id, version, fields: { amount } }),
      trail(call, {
        customer: known.customer,
        resourceId: known.customer.id,
        resourceType: 'spending_limit',
        operationType: 'update_customer_spending_budget',
        new: { amount },
      }),
    ],
  });
  return json(200, answer(amount));
}
