import type { AccessState } from './access.ts';

/**
 * What a distributor tells of a tenant's delegated access, held against Microsoft (capabilities S15, S49). The vendor publishes no values of
 * `gdapStatus` (distributors reference, open points): only the plain words are understood, every other one is unknown and disagrees with nobody.
 */
export type Witness = 'active' | 'notActive' | 'unknown';

const activeWords = ['active', 'approved', 'enabled'];
const otherWords = [
  'none',
  'missing',
  'pending',
  'expired',
  'expiring',
  'terminated',
  'inactive',
  'disabled',
  'rejected',
  'activating',
  'terminating',
];

export function witnessOf(told: string): Witness {
  const word = told.trim().toLowerCase();
  if (activeWords.includes(word)) return 'active';
  return otherWords.includes(word) ? 'notActive' : 'unknown';
}

/** Microsoft is the authority: where the distributor says otherwise, somebody has to look. While Microsoft cannot be read, nobody is contradicted. */
export const disagrees = (access: AccessState, told: Witness): boolean =>
  access !== 'error' && told !== 'unknown' && (access === 'active') !== (told === 'active');

/** The same words for the database. */
export const witnessWords = { active: activeWords, notActive: otherWords } as const;
