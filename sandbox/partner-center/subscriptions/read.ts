import type { BillingCycle, NextTerm, Term } from '../../world/types.ts';
import { type Fields, flagOf, listOf, objectOf, textOf, toFields, wholeOf, wordOf, wrongKind } from '../body.ts';
import { isRefusal, type Refusal, refuse } from '../errors.ts';
import type { Asked } from './rules.ts';

const terms: Readonly<Record<string, Term>> = { p1m: 'P1M', p1y: 'P1Y', p3y: 'P3Y' };
const cycles: Readonly<Record<string, BillingCycle>> = { monthly: 'monthly', annual: 'annual', triennial: 'triennial' };

const kinds = {
  id: 'text',
  friendlyName: 'text',
  quantity: 'whole',
  status: 'text',
  autoRenewEnabled: 'flag',
  billingCycle: 'text',
  termDuration: 'text',
  scheduledNextTermInstructions: 'object',
  nextChargeInstructions: 'object',
  scheduledActions: 'list',
} as const;

/** The sent resource as wishes; a value of the wrong kind is refused, an unknown field is ignored. */
export function readAsked(body: Fields): Asked | Refusal {
  const wrong = wrongKind(body, kinds);
  if (wrong !== undefined) return wrong === 'quantity' ? refuse(2002) : { ...refuse(800002), data: [wrong] };
  const term = termOf(body);
  if (isRefusal(term)) return term;
  const billingCycle = cycleOf(body);
  if (isRefusal(billingCycle)) return billingCycle;
  const nextTerm = readNextTerm(objectOf(body, 'scheduledNextTermInstructions'));
  if (isRefusal(nextTerm)) return nextTerm;
  const action = readAction(body);
  if (isRefusal(action)) return action;
  const nextBillingCycle = cycleOf(objectOf(objectOf(body, 'nextChargeInstructions'), 'product'));
  if (isRefusal(nextBillingCycle)) return nextBillingCycle;
  return {
    friendlyName: textOf(body, 'friendlyName'),
    quantity: wholeOf(body, 'quantity'),
    status: textOf(body, 'status'),
    autoRenew: flagOf(body, 'autoRenewEnabled'),
    billingCycle,
    term,
    nextTerm: nextTerm ?? action.nextTerm,
    nextBillingCycle,
    ...(action.atTermEnd === undefined ? {} : { atTermEnd: action.atTermEnd }),
  };
}

type Action = Pick<Asked, 'atTermEnd'> & { readonly nextTerm?: NextTerm };

const ends: Readonly<Record<string, Asked['atTermEnd']>> = { cancel: 'cancel', renewtoextendedserviceterm: 'extend' };

/** The first of `scheduledActions`: its names are known from clients only, so other members than these are let pass. */
function readAction(body: Fields): Action | Refusal {
  const action = toFields(listOf(body, 'scheduledActions')?.[0]);
  if (action === undefined) return {};
  const type = wordOf(action, 'actionType').toLowerCase();
  const schedule = wordOf(action, 'scheduleType').toLowerCase();
  if (schedule !== '' && schedule !== 'termend') return refuse(800002);
  const atTermEnd = ends[type];
  if (atTermEnd !== undefined) return { atTermEnd };
  if (type !== 'renewtonewterm' && type !== 'transition') return refuse(800002);
  const instructions = objectOf(action, 'instructions');
  if (instructions === undefined || instructions.size === 0) return {};
  const nextTerm = readNextTerm(instructions);
  if (isRefusal(nextTerm)) return nextTerm;
  return nextTerm === undefined ? {} : { nextTerm };
}

export function readNextTerm(next: Fields | undefined): NextTerm | Refusal | undefined {
  if (next === undefined) return undefined;
  const product = objectOf(next, 'product');
  const term = termOf(product) ?? refuse(800002);
  if (isRefusal(term)) return term;
  const billingCycle = cycleOf(product) ?? refuse(800002);
  if (isRefusal(billingCycle)) return billingCycle;
  const quantity = wholeOf(next, 'quantity');
  const [productId, skuId] = [wordOf(product, 'productId'), wordOf(product, 'skuId')];
  if (productId === '' || skuId === '' || quantity === undefined) return refuse(800002);
  return { productId, skuId, availabilityId: wordOf(product, 'availabilityId'), term, billingCycle, quantity, ...extras(next, product) };
}

function extras(next: Fields, product: Fields | undefined): Pick<NextTerm, 'promotionId' | 'customTermEndDate'> {
  const promotionId = wordOf(product, 'promotionId');
  const customTermEndDate = wordOf(next, 'customTermEndDate');
  return { ...(promotionId === '' ? {} : { promotionId }), ...(customTermEndDate === '' ? {} : { customTermEndDate }) };
}

export function termOf(fields: Fields | undefined): Term | Refusal | undefined {
  const text = textOf(fields, 'termDuration');
  if (text === undefined || text === '') return undefined;
  return terms[text.toLowerCase()] ?? refuse(800121);
}

/** Next-term samples write `Annual`, subscriptions `annual`: any case. */
export function cycleOf(fields: Fields | undefined): BillingCycle | Refusal | undefined {
  const text = textOf(fields, 'billingCycle');
  if (text === undefined || text === '') return undefined;
  return cycles[text.toLowerCase()] ?? refuse(900269);
}
