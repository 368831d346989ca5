import { type BillTo, billToFields } from '../../model/bill-to.ts';
import { type BillToProblem, problemsOf } from '../../model/bill-to-rules.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { findContacts } from '../customers/index.ts';

export type Target = {
  readonly customerId: string;
  readonly resellerId: string;
  readonly connectionId: string;
  readonly profile: NonNullable<Awaited<ReturnType<typeof findContacts>>>['accounts'][number] | undefined;
};

/**
 * The customer that is meant, if whoever asks may see it, with the billing profile of the account that is meant. Several accounts and none
 * named: 'ambiguous'. The profile is read for the whole installation, since who may see a customer may ask for a change of it.
 */
export async function findTarget(
  context: Context,
  customerId: string,
  connectionId: string | undefined,
): Promise<Target | 'not_found' | 'not_read' | 'ambiguous'> {
  const seen = await inScope(context.db, context.scope, (tx) =>
    tx
      .selectFrom('customer')
      .select('reseller_id')
      .where('customer_id', '=', customerId)
      .where('retired_at', 'is', null)
      .executeTakeFirst(),
  );
  if (seen === undefined) return 'not_found';
  const contacts = await findContacts({ ...context, scope: everything }, customerId);
  const accounts = (contacts?.accounts ?? []).filter((account) => connectionId === undefined || account.connectionId === connectionId);
  const [profile, other] = accounts;
  if (profile === undefined) return 'not_read';
  if (other !== undefined) return 'ambiguous';
  return { customerId, resellerId: seen.reseller_id, connectionId: profile.connectionId, profile };
}

/** What stays wrong about the fields that somebody gave, by Microsoft's rules for the country. */
export function wrongAnswers(
  profile: NonNullable<Target['profile']>,
  given: { readonly [Field in keyof BillTo]?: string | undefined },
): readonly BillToProblem[] {
  const after: BillTo = { ...profile.billTo, ...definedOf(given) };
  // Rules are those of the country that was read; another country's are asked for when the plan is previewed.
  const rules = after.country === profile.billTo.country ? profile.rules : undefined;
  return problemsOf(after, profile.registrationNumber, rules).filter(({ field }) => field in definedOf(given));
}

/** Fields that are given and differ from what Microsoft has. */
export const changedFields = (billTo: BillTo, given: { readonly [Field in keyof BillTo]?: string | undefined }): Partial<BillTo> =>
  Object.fromEntries(
    billToFields.flatMap((field) => (given[field] === undefined || given[field] === billTo[field] ? [] : [[field, given[field]]])),
  );

const definedOf = (given: { readonly [Field in keyof BillTo]?: string | undefined }): Partial<BillTo> =>
  Object.fromEntries(Object.entries(given).filter(([, text]) => text !== undefined));
