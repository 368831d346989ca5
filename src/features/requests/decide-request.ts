import { mayBecomeRequest, type RequestState } from '../../model/change-request.ts';
import { publicId } from '../../model/ids.ts';
import { inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { createProfilePlan } from '../plans/index.ts';
import { type ChangeRequest, changeRequest, lockRequest, readRequest } from './store.ts';

type RequestDecision =
  /** A change of the billing profile becomes a plan; seats are changed by whoever accepts, where the subscription is sold. */
  | { readonly action: 'accept' }
  | { readonly action: 'decline'; readonly reason: string }
  /** By whoever asked, before anybody decided. */
  | { readonly action: 'withdraw'; readonly reason: string };

type PlanRefused = Exclude<Awaited<ReturnType<typeof createProfilePlan>>, { status: 'created' }>;

export type DecidedRequest =
  | { readonly status: 'decided'; readonly request: ChangeRequest }
  | { readonly status: 'refused'; readonly because: 'not_found' | 'conflict'; readonly detail: string }
  /** The plan could not be previewed; nothing was decided. */
  | { readonly status: 'notPlanned'; readonly refusal: PlanRefused };

const to: Readonly<Record<RequestDecision['action'], RequestState>> = { accept: 'accepted', decline: 'declined', withdraw: 'withdrawn' };
const gone: DecidedRequest = { status: 'refused', because: 'not_found', detail: 'There is no such request.' };

/** Decides about a request. Accepting previews the plan first, so that an accepted request always has one that says what would be sent. */
export async function decideRequest(context: Context, requestId: string, decision: RequestDecision): Promise<DecidedRequest> {
  const before = await inScope(context.db, context.scope, (tx) => readRequest(tx, requestId));
  if (before === undefined || (decision.action === 'withdraw' && !isAskers(context, before))) return gone;
  if (!fits(before.state, decision)) return late(before.state);
  const plan = decision.action === 'accept' ? await planOf(context, before) : undefined;
  if (plan?.status === 'refused') return { status: 'notPlanned', refusal: plan };
  return inScope(context.db, context.scope, async (tx): Promise<DecidedRequest> => {
    const state = await lockRequest(tx, requestId);
    if (state === undefined || !fits(state, decision)) return late(state ?? before.state);
    await changeRequest(tx, context, requestId, {
      state: to[decision.action],
      ...('reason' in decision && { reason: decision.reason }),
      ...(plan !== undefined && { planId: plan.planId }),
    });
    await record(tx, context, {
      action: `request.${to[decision.action]}`,
      object: publicId('changeRequest', requestId),
      resellerId: before.resellerId,
      before: { state },
      after: { state: to[decision.action] },
      ...('reason' in decision && { reason: decision.reason }),
      ...(plan !== undefined && { planId: plan.planId }),
    });
    const request = await readRequest(tx, requestId);
    return request === undefined ? gone : { status: 'decided', request };
  });
}

/** A reseller takes back what it asked itself, not what its customer answered. */
const isAskers = ({ scope }: Context, { origin }: ChangeRequest): boolean => scope.reseller === '*' || origin === 'reseller';

/** A plan that nobody applied in time is previewed again by accepting once more. */
const fits = (from: RequestState, { action }: RequestDecision): boolean =>
  mayBecomeRequest(from, to[action]) || (action === 'accept' && from === 'accepted');

const late = (state: RequestState): DecidedRequest => ({
  status: 'refused',
  because: 'conflict',
  detail: `This request is ${state} already; that cannot be done now.`,
});

async function planOf(context: Context, { customerId, connectionId, wish }: ChangeRequest) {
  return wish.kind === 'billTo' ? createProfilePlan(context, { customerId, connectionId, changes: wish.changes }) : undefined;
}
