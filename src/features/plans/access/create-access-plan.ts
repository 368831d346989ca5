import { money } from '../../../model/money.ts';
import { inScope } from '../../../platform/db/transaction.ts';
import type { Context } from '../../context.ts';
import { writableRefusal } from '../choose.ts';
import { freezePlan } from '../freeze-plan.ts';
import { type Desks, openDesks } from '../open-desks.ts';
import { isRefused, type Refused, refused, type TargetState } from '../plan.ts';
import type { NewStep } from '../store.ts';
import { accessAfter, isBeforeAccess } from './access-state.ts';
import { accessFacts } from './facts.ts';
import { askedForWords, propose, renewedWords } from './propose.ts';
import type { AccessFacts, AccessWish, Proposed } from './wish.ts';

export type AccessPlanWish = {
  readonly customerIds: readonly string[];
  readonly wish: AccessWish;
  /** Through that partner account. */
  readonly connectionId?: string | undefined;
};

export type LeftOut = { readonly customerId: string; readonly name: string; readonly because: string };
export type AccessPlanCreated =
  | { readonly status: 'created'; readonly planId: string; readonly steps: number; readonly leftOut: readonly LeftOut[] }
  | Refused;

/**
 * Previews a change of delegated access for some customers: looks at each of them again at Microsoft and freezes what would be sent. Customers for whom
 * there is nothing to do are told with the reason; the others go on. Nothing is changed anywhere.
 */
export async function createAccessPlan(context: Context, { customerIds, wish, connectionId }: AccessPlanWish): Promise<AccessPlanCreated> {
  const ids = [...new Set(customerIds)];
  const { facts, refusal } = await inScope(context.db, context.scope, async (tx) => {
    const found = await accessFacts(tx, ids, { connectionId, wish, now: context.clock.now() });
    const connections = [...new Set(found.map((each) => each.connectionId))];
    const asked = connections.map((id) => ({ action: 'setConsent' as const, connectionId: id, customerTenantId: '', to: true }));
    return { facts: found, refusal: asked.length === 0 ? undefined : await writableRefusal(tx, asked) };
  });
  if (facts.length < ids.length) return refused('not_found', 'One of the customers does not exist, or no connected account sells to it.');
  if (isRefused(refusal)) return refusal;
  const desks = openDesks(context);
  const steps: NewStep[] = [];
  const leftOut: LeftOut[] = [];
  for (const each of facts) {
    const proposal = propose(each, wish, context.ids().slice(-6));
    if (proposal.status === 'leftOut') {
      leftOut.push({ customerId: each.customerId, name: each.name, because: proposal.because });
      continue;
    }
    for (const one of proposal.corrections) {
      const step = await draft(context, desks, { facts: each, wish, proposed: one });
      if ('because' in step) leftOut.push({ customerId: each.customerId, name: each.name, because: step.because });
      else steps.push(step);
    }
  }
  if (steps.length === 0) return refused('nothing_to_correct', sentenceOf(leftOut));
  return freeze(context, steps, leftOut);
}

const mostNamed = 5;
const sentenceOf = (leftOut: readonly LeftOut[]): string =>
  [
    ...leftOut.slice(0, mostNamed).map(({ name, because }) => `${name}: ${because}`),
    ...(leftOut.length > mostNamed ? [`And ${leftOut.length - mostNamed} more.`] : []),
  ].join(' ');

/** What somebody else did since it was read here, in words; of a request for access what else is there as well. */
function newlyKnownOf({ act }: AccessWish, seen: TargetState): string | undefined {
  if (act === 'request' || act === 'requestBySegment') return askedFor[seen['others'] ?? ''];
  return newlyKnown[seen['replacement'] ?? ''];
}

const askedFor: Readonly<Record<string, string>> = askedForWords;
const newlyKnown: Readonly<Record<string, string>> = {
  ...renewedWords,
  ended: 'The relationship that was to be replaced was ended by somebody just now.',
  changed: 'The relationship that was to be replaced was changed just now. Preview it again.',
  unread: 'Not all of its relationships could be read just now, so nobody can tell whether it was renewed.',
};

/** The reason when there is nothing left to do at the remote, or nobody can tell. */
async function draft(
  context: Context,
  desks: Desks,
  { facts, wish, proposed }: { readonly facts: AccessFacts; readonly wish: AccessWish; readonly proposed: Proposed },
): Promise<NewStep | { readonly because: string }> {
  const { correction, summary, warnings } = proposed;
  const desk = await desks(correction.connectionId);
  const seen = await desk.look(correction, { accountRemoteId: facts.tenantId, nextInvoiceOn: undefined });
  const known = newlyKnownOf(wish, seen.state);
  if (known !== undefined || !isBeforeAccess(seen.state, correction)) {
    await inScope(context.db, context.scope, (tx) => seen.keep(tx));
    return { because: known ?? 'It is already so at Microsoft.' };
  }
  const stepId = context.ids();
  const terms = seen.terms(correction, undefined);
  if (isRefused(terms)) return { because: terms.detail };
  return {
    stepId,
    differenceId: undefined,
    customerId: facts.customerId,
    resellerId: facts.resellerId,
    connectionId: correction.connectionId,
    summary,
    correction,
    effectiveOn: undefined,
    firstBill: undefined,
    before: seen.state,
    after: accessAfter(seen.state, correction),
    impact: money('0', 'USD'),
    ...terms,
    warnings,
    calls: [...desk.remote.prepare({ correction, effectiveOn: undefined, reference: stepId })],
  };
}

function freeze(context: Context, steps: readonly NewStep[], leftOut: readonly LeftOut[]): Promise<AccessPlanCreated> {
  return inScope(context.db, context.scope, async (tx) => {
    const { planId } = await freezePlan(tx, context, { type: 'access', steps, noted: { leftOut: leftOut.length } });
    return { status: 'created', planId, steps: steps.length, leftOut };
  });
}
