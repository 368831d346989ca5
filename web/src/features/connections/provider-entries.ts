import { refusalsOf } from '#model/provider-fields.ts';
import type { ProviderRecord } from '#model/provider-record.ts';
import { fieldLabel } from './provider-words.ts';

type Field = keyof ProviderRecord;
export type TextField = 'country' | 'currency' | 'billingStartDate' | 'resellerRelationshipUrl' | 'delegatedAdminUrl';
export type ToleranceRow = { readonly currency: string; readonly absolute: string; readonly percent: string };
export type SpecializationRow = { readonly name: string; readonly from: string; readonly until: string };

/** What stands in the form: texts as they were typed. */
export type ProviderEntries = Readonly<Record<TextField, string>> & {
  readonly costManagement: boolean;
  readonly tolerances: readonly ToleranceRow[];
  readonly specializations: readonly SpecializationRow[];
};

const textFields: readonly TextField[] = ['country', 'currency', 'billingStartDate', 'resellerRelationshipUrl', 'delegatedAdminUrl'];

export const entriesOf = (record: ProviderRecord): ProviderEntries => ({
  country: record.country ?? '',
  currency: record.currency ?? '',
  billingStartDate: record.billingStartDate ?? '',
  resellerRelationshipUrl: record.resellerRelationshipUrl ?? '',
  delegatedAdminUrl: record.delegatedAdminUrl ?? '',
  costManagement: record.costManagement ?? true,
  tolerances: (record.usageMismatchTolerance ?? []).map(({ currency = '', absolute, percent }) => ({ currency, absolute, percent })),
  specializations: (record.azureSpecializations ?? []).map(({ name, from, until = '' }) => ({ name, from, until })),
});

/** The record that the entries mean. Tolerances keep what the form does not show: product family, and the part for each unit. */
export function recordOf(entries: ProviderEntries, before: ProviderRecord): ProviderRecord {
  const texts = textFields.map((name) => [name, cleaned(name, entries[name])] as const).filter(([, text]) => text !== '');
  const tolerances = entries.tolerances.map((row, index) => {
    const { family, perUnit = '0' } = before.usageMismatchTolerance?.[index] ?? {};
    const currency = row.currency.trim().toUpperCase();
    const amounts = { absolute: row.absolute.trim() || '0', percent: row.percent.trim() || '0', perUnit };
    return { ...amounts, ...(currency === '' ? {} : { currency }), ...(family === undefined ? {} : { family }) };
  });
  const specializations = entries.specializations.map(({ name, from, until }) => ({
    name: name.trim(),
    from,
    ...(until === '' ? {} : { until }),
  }));
  return {
    ...Object.fromEntries(texts),
    ...(entries.costManagement ? {} : { costManagement: false }),
    ...(tolerances.length === 0 ? {} : { usageMismatchTolerance: tolerances }),
    ...(specializations.length === 0 ? {} : { azureSpecializations: specializations }),
  };
}

const cleaned = (name: TextField, text: string): string =>
  name === 'country' || name === 'currency' ? text.trim().toUpperCase() : text.trim();

export type ProviderMistakes = Readonly<Partial<Record<Field, string>>>;

const amount = /^\d{1,12}(\.\d{1,6})?$/;
const shapes: Readonly<Record<'country' | 'currency' | 'billingStartDate', { readonly is: RegExp; readonly says: string }>> = {
  country: { is: /^[A-Z]{2}$/, says: 'is two letters, like DE.' },
  currency: { is: /^[A-Z]{3}$/, says: 'is three letters, like EUR.' },
  billingStartDate: { is: /^\d{4}-\d{2}-\d{2}$/, says: 'is a day, like 2019-03-14.' },
};

/** What is wrong, in words, by field: shapes here, and what the model refuses. */
export function mistakesOf(entries: ProviderEntries, record: ProviderRecord, tenantId: string): ProviderMistakes {
  const found: Partial<Record<Field, string>> = {};
  for (const { field, detail } of refusalsOf(record, tenantId)) found[field] = `${fieldLabel(field)} ${detail}.`;
  for (const [field, { is, says }] of Object.entries(shapes) as readonly [keyof typeof shapes, (typeof shapes)['country']][]) {
    const text = record[field];
    if (text !== undefined && !is.test(text)) found[field] = `${fieldLabel(field)} ${says}`;
  }
  const isAmount = (text: string): boolean => text.trim() === '' || amount.test(text.trim());
  if (
    entries.tolerances.some(
      ({ currency, absolute, percent }) => !/^([A-Za-z]{3})?$/.test(currency.trim()) || !isAmount(absolute) || !isAmount(percent),
    )
  )
    found.usageMismatchTolerance = 'Write a currency of three letters or none, and amounts such as 0.50.';
  if (entries.specializations.some(({ name, from }) => name.trim() === '' || from === ''))
    found.azureSpecializations = 'Each specialization has a name and a first day.';
  return found;
}
