import { providerFields } from '../../model/provider-fields.ts';
import type { AccountFacts, ProviderRecord } from '../../model/provider-record.ts';
import { asksForDelegation, mpnOf } from '../../model/relationship-url.ts';

export type NoteCode = 'recommended' | 'differs' | 'noLongerWorks' | 'legacy' | 'ended';

/** Something to know about a provider record; never a refusal. `sentence` is shown as it is. */
export type ProviderNote = { readonly field: keyof ProviderRecord; readonly code: NoteCode; readonly sentence: string };

const whatFor: Partial<Record<keyof ProviderRecord, string>> = {
  country: 'Without a country Concord takes the one that Partner Center tells, as market of prices.',
  currency:
    'Without a currency nothing can be said when invoices come in another one, and what is not billed yet is read only after the first invoice.',
  resellerRelationshipUrl: 'Without the reseller relationship link customers cannot be invited by it.',
};

/** What people should see beside a provider record, in the order of the form. `today` is a UTC day. Pure. */
export function notesOf(record: ProviderRecord, account: AccountFacts, today: string): readonly ProviderNote[] {
  return providerFields.flatMap(({ name, need }): readonly ProviderNote[] => {
    const value = record[name] ?? (name === 'country' ? account.country : name === 'currency' ? account.currency : undefined);
    if (value === undefined) return need === 'recommended' ? [{ field: name, code: 'recommended', sentence: whatFor[name] ?? '' }] : [];
    return [noteOf(name, record, account, today)].filter((note) => note !== undefined);
  });
}

function noteOf(field: keyof ProviderRecord, record: ProviderRecord, account: AccountFacts, today: string): ProviderNote | undefined {
  switch (field) {
    case 'country':
      return differs(
        field,
        record.country,
        account.country,
        'Partner Center tells',
        'Prices and products of the wrong market would be read.',
      );
    case 'currency':
      return differs(field, record.currency, account.currency, 'the newest invoice is in', 'Amounts would be held against the wrong one.');
    case 'resellerRelationshipUrl':
      return noteOfLink(record.resellerRelationshipUrl ?? '', account);
    case 'delegatedAdminUrl':
      return {
        field,
        code: 'noLongerWorks',
        sentence:
          'Delegated admin links no longer work since 22 May 2023. Ask for access by GDAP instead; this one is kept for your records only.',
      };
    case 'billingStartDate':
      return { field, code: 'legacy', sentence: 'Only invoices of the old Azure offers (numbers that begin with D) use it.' };
    case 'azureSpecializations':
      return ended(record, today);
    case 'costManagement':
    case 'usageMismatchTolerance':
      return undefined;
  }
}

function differs(field: 'country' | 'currency', given: string | undefined, told: string | undefined, who: string, so: string) {
  if (given === undefined || told === undefined || given === told) return undefined;
  return { field, code: 'differs', sentence: `${given} was entered here, ${who} ${told}. ${so}` } as const;
}

function ended({ azureSpecializations = [] }: ProviderRecord, today: string): ProviderNote | undefined {
  const names = azureSpecializations.filter(({ until }) => until !== undefined && until < today).map(({ name }) => name);
  return names.length === 0
    ? undefined
    : { field: 'azureSpecializations', code: 'ended', sentence: `Ended: ${names.join(', ')}. Its discount is no longer expected.` };
}

function noteOfLink(link: string, { partnerId }: AccountFacts): ProviderNote | undefined {
  const field = 'resellerRelationshipUrl';
  const named = mpnOf(link);
  if (named !== undefined && partnerId !== undefined && named !== partnerId)
    return {
      field,
      code: 'differs',
      sentence: `The link names the partner id ${named}, Partner Center tells ${partnerId}. Customers would be connected with another partner.`,
    };
  if (!asksForDelegation(link)) return undefined;
  return {
    field,
    code: 'noLongerWorks',
    sentence: 'The link also asks for delegated admin privileges (DAP=true), which Microsoft ended. The rest of it works.',
  };
}
