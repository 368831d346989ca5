import { BillTo, type BillToField, billToFields } from '../../../model/bill-to.ts';
import { problemsOf } from '../../../model/bill-to-rules.ts';
import { ownerSentences } from '../../../model/field-owner.ts';
import { money } from '../../../model/money.ts';
import type { ProfileCorrection } from '../../../model/profile-correction.ts';
import { inScope } from '../../../platform/db/transaction.ts';
import { openConnection } from '../../connections/index.ts';
import type { Context } from '../../context.ts';
import { findContacts, rulesIn } from '../../customers/index.ts';
import { readFieldOwners } from '../../settings/index.ts';
import { writableRefusal } from '../choose.ts';
import { freezePlan } from '../freeze-plan.ts';
import { openDesks } from '../open-desks.ts';
import { isRefused, type Refused, refused } from '../plan.ts';
import type { NewStep } from '../store.ts';
import { profileAfter } from './profile-state.ts';

type Changes = { readonly [Field in keyof BillTo]?: string | undefined };

export type ProfileWish = {
  readonly customerId: string;
  /** Which account's profile; left out: the only one. */
  readonly connectionId: string | undefined;
  readonly changes: Changes;
};

/**
 * Previews a change of a billing profile: reads it again at Microsoft and freezes what would be sent. A change that would leave it malformed is
 * refused with the fields; one that leaves something missing is warned about (S97, S102).
 */
export async function createProfilePlan(
  context: Context,
  wish: ProfileWish,
): Promise<{ readonly status: 'created'; readonly planId: string } | Refused> {
  const target = await find(context, wish);
  if (isRefused(target)) return target;
  const { account, tenantId, resellerId } = target;
  const { connectionId } = account;
  const empty: ProfileCorrection = {
    action: 'setBillTo',
    connectionId,
    customerTenantId: tenantId,
    from: account.billTo,
    to: account.billTo,
  };
  const refusal = await inScope(context.db, context.scope, (tx) => writableRefusal(tx, [empty]));
  if (refusal !== undefined) return refusal;
  const desk = await openDesks(context)(connectionId);
  const seen = await desk.look(empty, { accountRemoteId: tenantId, nextInvoiceOn: undefined });
  const from = BillTo.parse(seen.state);
  const correction: ProfileCorrection = { ...empty, from, to: { ...from, ...definedOf(wish.changes) } };
  const fields = billToFields.filter((field) => from[field] !== correction.to[field]);
  const foreign = await notMicrosofts(context, fields);
  if (foreign !== undefined) return foreign;
  if (fields.length === 0) return refused('nothing_to_correct', 'It is already so at Microsoft.');
  const problems = problemsOf(correction.to, account.registrationNumber, await rulesFor(context, account, correction.to.country));
  const wrong = problems.filter(({ field, problem }) => problem !== 'missing' && fields.some((changed) => changed === field));
  if (wrong.some(({ problem }) => problem === 'unknownCountry'))
    return refused('invalid', `Microsoft knows no country ${correction.to.country}.`, { hint: 'Write its two letters, like GB.' });
  if (wrong.length > 0)
    return refused('invalid', `Microsoft does not take this ${wrong.map(({ field }) => field).join(', ')} in ${correction.to.country}.`);
  const stepId = context.ids();
  const step: NewStep = {
    stepId,
    differenceId: undefined,
    customerId: wish.customerId,
    resellerId,
    connectionId,
    summary: `Change the billing profile of ${from.companyName} at Microsoft: ${fields.join(', ')}`,
    correction,
    effectiveOn: undefined,
    firstBill: undefined,
    before: seen.state,
    after: profileAfter(seen.state, correction),
    impact: money('0', 'USD'),
    reversibility: 'undoableHere',
    reversibleUntil: undefined,
    warnings: problems
      .filter(({ problem }) => problem === 'missing')
      .map(({ field }) => `${field} is still missing; nothing can be ordered until it is there.`),
    calls: [...desk.remote.prepare({ correction, effectiveOn: undefined, reference: stepId })],
  };
  return freeze(context, step);
}

type Account = NonNullable<Awaited<ReturnType<typeof findContacts>>>['accounts'][number];

/** As they were read with the profile; those of another country are asked for. */
async function rulesFor(context: Context, { connectionId, billTo, rules }: Account, country: string) {
  if (country === billTo.country) return rules;
  const remote = await openConnection(context, connectionId);
  return remote.side === 'microsoft' && remote.directory !== undefined ? rulesIn(remote.directory, country) : undefined;
}

/** A field that is kept here, in the PSA or only at Microsoft is not written to Microsoft from here (S102). */
async function notMicrosofts(context: Context, fields: readonly BillToField[]): Promise<Refused | undefined> {
  const { owners } = await readFieldOwners(context.db);
  const foreign = fields.filter((field) => owners[field] !== 'microsoft');
  if (foreign.length === 0) return undefined;
  return refused('invalid', foreign.map((field) => `${field}: ${ownerSentences[owners[field]]}`).join(' '), {
    hint: 'Nothing was sent. Change the field where it belongs, or choose another owner for it.',
  });
}

async function find(context: Context, { customerId, connectionId }: ProfileWish) {
  const contacts = await findContacts(context, customerId);
  const accounts = (contacts?.accounts ?? []).filter((account) => connectionId === undefined || account.connectionId === connectionId);
  const [account, other] = accounts;
  if (account === undefined)
    return refused('not_found', 'There is no such customer, or its billing profile was not read yet.', { hint: 'Sync the customer.' });
  if (other !== undefined)
    return refused('invalid', 'Several accounts sell to this customer.', { hint: 'Name the account whose profile is meant.' });
  const row = await inScope(context.db, context.scope, (tx) =>
    tx.selectFrom('customer').select(['tenant_id', 'reseller_id']).where('customer_id', '=', customerId).executeTakeFirstOrThrow(),
  );
  return { account, tenantId: row.tenant_id, resellerId: row.reseller_id };
}

const definedOf = (changes: Changes): Partial<BillTo> =>
  Object.fromEntries(Object.entries(changes).filter(([, text]) => text !== undefined));

function freeze(context: Context, step: NewStep): Promise<{ readonly status: 'created'; readonly planId: string }> {
  return inScope(context.db, context.scope, async (tx) => {
    const { planId } = await freezePlan(tx, context, { type: 'profile', steps: [step] });
    return { status: 'created', planId };
  });
}
