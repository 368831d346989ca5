import type { AccessFlag } from '#model/access.ts';
import type { TemplateFit } from '#model/template-fit.ts';
import type { TenantConsent } from '#model/tenant-consent.ts';
import type { StateWord } from '../../ui/state-badge.tsx';
import { accessWords } from '../../ui/words.ts';

export const consentWords: Readonly<Record<TenantConsent, StateWord>> = {
  unknown: { word: 'Not checked yet', intent: 'neutral' },
  missing: { word: 'Needs consent', intent: 'warning' },
  granted: { word: 'Given', intent: 'success' },
  refused: { word: 'Refused', intent: 'danger' },
  withdrawn: { word: 'Withdrawn', intent: 'danger' },
};

export const flagWords: Readonly<Record<AccessFlag, string>> = {
  rolesMissing: 'Roles missing',
  noGroup: 'No group has its roles',
  noAutoExtend: 'Does not extend itself',
  several: 'Several relationships',
  statusUnknown: 'Unknown state at Microsoft',
  ended: 'Ended by somebody',
};

/** Against the template that the segments of a customer name. */
const fitWords: Readonly<Record<TemplateFit, string>> = {
  fits: 'As their template',
  tooFew: 'Roles too few',
  tooMany: 'Roles too many',
  undecided: 'Undecided',
};

const plain = (words: Readonly<Record<string, StateWord>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(words).map(([name, { word }]) => [name, word]));

export const choices = [
  { name: 'access', title: 'Access', words: plain(accessWords) },
  { name: 'consent', title: 'Consent', words: plain(consentWords) },
  { name: 'flag', title: 'Notes', words: flagWords },
  { name: 'fit', title: 'Segments', words: fitWords },
  { name: 'ready', title: 'Ready', words: { true: 'Ready', false: 'Not ready' }, single: true },
  { name: 'disagrees', title: 'Distributor', words: { true: 'Says otherwise', false: 'Does not contradict' }, single: true },
] as const;

export const daysWord = (days: number): string => (days === 1 ? 'Expires in 1 day' : `Expires in ${days} days`);

export const actWords = {
  consent: 'Consent',
  replace: 'Replace',
  extend: 'Let extend',
  stopExtending: 'Stop extending',
  end: 'End',
  withdraw: 'Withdraw consent',
} as const;

/** What the list shows: the states, or what the roles are enough for. */
export const viewWords = { states: 'States', coverage: 'Role coverage' } as const;
