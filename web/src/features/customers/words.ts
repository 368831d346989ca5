import type { z } from 'zod';
import type { Readiness, TimelineEntry } from '#contract/customers.ts';
import type { BillToProblem } from '#model/bill-to-rules.ts';
import type { PartnerType } from '#model/connection.ts';
import type { DetailField, FieldOwner } from '#model/field-owner.ts';
import { billToFieldWords } from '../../ui/bill-to-words.ts';
import type { StateWord } from '../../ui/state-badge.tsx';
import { accessWords, mappingWords } from '../../ui/words.ts';

export const readinessWords: Readonly<Record<z.infer<typeof Readiness>, StateWord>> = {
  ready: { word: 'Ready', intent: 'success' },
  needsConsent: { word: 'Needs consent', intent: 'warning' },
  needsGdap: { word: 'Needs GDAP', intent: 'warning' },
  blocked: { word: 'Blocked', intent: 'danger' },
  excluded: { word: 'Excluded', intent: 'neutral' },
};

export const timelineKindWords: Readonly<Record<z.infer<typeof TimelineEntry>['kind'], string>> = {
  change: 'Change at the source',
  audit: 'Done here',
  difference: 'Difference',
};

const plain = (words: Readonly<Record<string, StateWord>>) =>
  Object.fromEntries(Object.entries(words).map(([name, { word }]) => [name, word]));
export const accessChoices = plain(accessWords);
export const mappingChoices = plain(mappingWords);
/** How the accounts that sell to a customer buy from Microsoft. */
export const soldWords: Readonly<Record<PartnerType, string>> = {
  directBill: 'Directly',
  indirectProvider: 'Through resellers',
  indirectReseller: 'Below a provider',
};
export const differenceChoices = { true: 'With differences', false: 'Without differences' };

/** How a customer relates to one Partner Center account. */
export const relationshipWordOf = (relationship: string): string =>
  ({ reseller: 'Reseller', advisor: 'Advisor', none: 'No relationship' })[relationship] ?? 'Not known';

/** Every field of a customer's details. */
export const detailFieldWords: Readonly<Record<DetailField, string>> = { name: 'Name', ...billToFieldWords };

export const ownerWords: Readonly<Record<FieldOwner, string>> = {
  microsoft: 'Microsoft, changed through a plan',
  locked: 'Microsoft, changed there only',
  ours: 'Ours, kept here',
  psa: 'The account in the PSA',
};

export const originWords = { microsoft: 'Partner Center', psa: 'PSA', here: 'Here', none: 'Not read yet' } as const;

export const billToProblemWords: Readonly<Record<BillToProblem['problem'], string>> = {
  missing: 'is missing',
  malformed: 'is not taken in this country',
  unknownCountry: 'is not known to Microsoft',
};

/** "Phone is missing, State is not taken in this country". */
export const problemWords = (problems: readonly BillToProblem[]): string =>
  problems.map(({ field, problem }) => `${billToFieldWords[field]} ${billToProblemWords[problem]}`).join(', ');
