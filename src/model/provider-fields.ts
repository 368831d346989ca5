import type { ProviderRecord } from './provider-record.ts';
import { relationshipMistake } from './relationship-url.ts';

/** recommended: saving without it is possible, and noted. legacy: only for what Microsoft has replaced. */
export type FieldNeed = 'recommended' | 'optional' | 'legacy';
type Check = 'country' | 'currency' | 'day' | 'relationshipUrl' | 'link' | 'flag' | 'tolerances' | 'specializations';

export type ProviderField = { readonly name: keyof ProviderRecord; readonly need: FieldNeed; readonly check: Check };

/**
 * The provider form as data, in the order in which people read it: which fields there are, which are recommended and which only for the past.
 * The test beside this file holds it against ProviderRecord. Name, cloud and tenant are fields of the connection (`connectionFields`).
 */
export const providerFields = [
  { name: 'country', need: 'recommended', check: 'country' },
  { name: 'currency', need: 'recommended', check: 'currency' },
  { name: 'resellerRelationshipUrl', need: 'recommended', check: 'relationshipUrl' },
  { name: 'costManagement', need: 'optional', check: 'flag' },
  { name: 'usageMismatchTolerance', need: 'optional', check: 'tolerances' },
  { name: 'azureSpecializations', need: 'optional', check: 'specializations' },
  { name: 'billingStartDate', need: 'legacy', check: 'day' },
  { name: 'delegatedAdminUrl', need: 'legacy', check: 'link' },
] as const satisfies readonly ProviderField[];

/** A refusal of one field, in words that stand after its name: `is ...`. */
export type FieldRefusal = { readonly field: keyof ProviderRecord; readonly detail: string };

/** What cannot be kept, whatever the shape says: links of another partner, tolerances and days that contradict themselves. */
export function refusalsOf(record: ProviderRecord, tenantId: string): readonly FieldRefusal[] {
  const { resellerRelationshipUrl: link, azureSpecializations: specializations = [], usageMismatchTolerance: rules = [] } = record;
  const found: FieldRefusal[] = [];
  const mistake = link === undefined ? undefined : relationshipMistake(link, tenantId);
  if (mistake !== undefined) found.push({ field: 'resellerRelationshipUrl', detail: mistake });
  for (const { name, from, until } of specializations)
    if (until !== undefined && until < from) found.push({ field: 'azureSpecializations', detail: `has ${name} end before it begins` });
  const keys = rules.map(({ currency = 'any currency', family = 'any product' }) => `${currency} and ${family}`);
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) found.push({ field: 'usageMismatchTolerance', detail: `names ${twice} twice` });
  return found;
}
