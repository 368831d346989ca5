import type { CauseCode } from '../../../model/cause.ts';

/**
 * One key for all differences that one thing causes: the cause and what it lies in (a mapping, a price, a sheet). A wrong mapping that touches
 * forty customers is one thing to put right. Undefined when nothing is shared: the difference stands alone.
 */
export function causeKey(code: CauseCode, sharedBy: readonly (string | undefined)[] | undefined): string | undefined {
  if (sharedBy === undefined || sharedBy.length === 0) return undefined;
  const parts = sharedBy.map((part) => part ?? '');
  return parts.every((part) => part === '') ? undefined : [code, ...parts].join(' ');
}
