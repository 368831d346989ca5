import type { z } from 'zod';
import type { Conflict } from '#contract/conflicts.ts';
import { billToFieldWords } from '../../ui/bill-to-words.ts';

type Row = z.infer<typeof Conflict>;

export const conflictKindWords: Readonly<Record<Row['kind'], string>> = {
  planOvertaken: 'A plan met something newer',
  writeOvertaken: 'Changed just before the write',
  undoOvertaken: 'Changed again before it was taken back',
  changedAfterWrite: 'Changed there after us',
  heldHere: 'Ours is kept',
  heldByPsa: 'The PSA’s is kept',
  ownerChanged: 'Another owner was chosen',
};

export const conflictWinnerWords: Readonly<Record<Row['winner'], string>> = {
  microsoft: 'Microsoft',
  psa: 'PSA',
  here: 'Ours',
};

const fieldWords: Readonly<Record<string, string>> = {
  ...billToFieldWords,
  name: 'Name',
  registrationNumber: 'Registration number',
  seats: 'Seats',
  autoRenew: 'Auto-renewal',
  status: 'Status',
  quantity: 'Quantity',
  unitPrice: 'Unit price',
  service: 'Service',
  until: 'End',
  line: 'Line',
  relationship: 'Access',
  others: 'Other access',
  replacement: 'What takes its place',
  autoExtend: 'Extends itself',
  group: 'Group',
  consent: 'Consent',
};

export const conflictFieldWordOf = (field: string): string => fieldWords[field] ?? field;
