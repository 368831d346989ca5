import { type FieldNeed, providerFields } from '#model/provider-fields.ts';
import type { ProviderRecord } from '#model/provider-record.ts';

type Words = { readonly label: string; readonly hint: string };

/** Complete by type: a field that the record gains does not compile before it has words. */
export const providerWords: Readonly<Record<keyof ProviderRecord, Words>> = {
  country: { label: 'Country', hint: 'Where the account is registered, as two letters. Empty: the one that Partner Center tells.' },
  currency: { label: 'Currency', hint: 'What Microsoft invoices in, as three letters. Empty: that of the newest invoice.' },
  resellerRelationshipUrl: {
    label: 'Reseller relationship link',
    hint: 'Partner Center, Customers, Request reseller relationship. It has to name this partner tenant.',
  },
  costManagement: { label: 'Cost management', hint: 'Each reading of the charges reads price sheets too, as new dated rows.' },
  usageMismatchTolerance: {
    label: 'Usage mismatch tolerance',
    hint: 'How far an invoice may be off before a person has to look: the greater of amount and per cent. Empty currency: any.',
  },
  azureSpecializations: { label: 'Azure specializations', hint: 'While one holds, some consumption lines are discounted.' },
  billingStartDate: { label: 'Billing start date', hint: 'Only for old Azure invoices, whose numbers begin with D.' },
  delegatedAdminUrl: {
    label: 'Delegated admin link',
    hint: 'Kept for your records only; Microsoft ended it. Access is asked for by GDAP.',
  },
};

export const fieldLabel = (name: keyof ProviderRecord): string => providerWords[name].label;

const needWords: Readonly<Record<FieldNeed, string>> = { recommended: 'recommended', optional: 'optional', legacy: 'legacy' };

/** "Country (recommended)" */
export const markedLabel = (name: keyof ProviderRecord): string =>
  `${fieldLabel(name)} (${needWords[providerFields.find((field) => field.name === name)?.need ?? 'optional']})`;
