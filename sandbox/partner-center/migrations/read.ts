import type { BillingCycle, Term } from '../../world/types.ts';
import { type Fields, flagOf, has, listOf, textOf, toFields, wholeOf, wordOf, wrongKind } from '../body.ts';
import { isRefusal, type Refusal, refuse } from '../errors.ts';
import { cycleOf, termOf } from '../subscriptions/read.ts';

/** What is asked for one legacy subscription. */
export type AskedPlan = {
  readonly currentSubscriptionId: string;
  readonly quantity: number | undefined;
  readonly term: Term | undefined;
  readonly billingCycle: BillingCycle | undefined;
  readonly purchaseFullTerm: boolean;
  readonly customTermEndDate: string | undefined;
};

export type AskedMigration = AskedPlan & {
  readonly addOns: readonly AskedPlan[];
  readonly externalReferenceId: string | undefined;
  readonly targetDate: string | undefined;
  readonly migrateOnRenewal: boolean;
};

export function readMigration(body: Fields | undefined): AskedMigration | Refusal {
  const own = readPlan(body);
  if (isRefusal(own)) return own;
  const addOns: AskedPlan[] = [];
  for (const one of listOf(body, 'addOnMigrations') ?? []) {
    const addOn = readPlan(toFields(one));
    if (isRefusal(addOn)) return addOn;
    addOns.push(addOn);
  }
  return {
    ...own,
    addOns,
    externalReferenceId: textOf(body, 'externalReferenceId'),
    targetDate: textOf(body, 'targetDate'),
    migrateOnRenewal: flagOf(body, 'migrateOnRenewal') ?? false,
  };
}

const kinds = {
  currentSubscriptionId: 'text',
  termDuration: 'text',
  billingCycle: 'text',
  purchaseFullTerm: 'flag',
  customTermEndDate: 'text',
  externalReferenceId: 'text',
  targetDate: 'text',
  migrateOnRenewal: 'flag',
  addOnMigrations: 'list',
} as const;

function readPlan(body: Fields | undefined): AskedPlan | Refusal {
  const wrong = wrongKind(body, kinds);
  if (body === undefined || wrong !== undefined) return { ...refuse(800002), data: wrong === undefined ? [] : [wrong] };
  const currentSubscriptionId = wordOf(body, 'currentSubscriptionId').toLowerCase();
  if (currentSubscriptionId === '') return refuse(800002);
  const [term, billingCycle] = [termOf(body), cycleOf(body)];
  if (isRefusal(term)) return term;
  if (isRefusal(billingCycle)) return billingCycle;
  const quantity = wholeOf(body, 'quantity');
  if (quantity === undefined && has(body, 'quantity')) return refuse(2002);
  return {
    currentSubscriptionId,
    quantity,
    term,
    billingCycle,
    purchaseFullTerm: flagOf(body, 'purchaseFullTerm') ?? false,
    customTermEndDate: textOf(body, 'customTermEndDate'),
  };
}
