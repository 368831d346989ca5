import { Decimal } from '../../lib/decimal.ts';
import type { BilledLine } from './books.ts';
import { sumOf } from './money-of.ts';

export type Split = {
  readonly kept: readonly BilledLine[];
  readonly extra: readonly BilledLine[];
  /** A line that stays bills all seats, so that the others must be too many. Twins only look alike. */
  readonly isProven: boolean;
};

/** Remote ids of ConnectWise are numbers: 9 comes before 10. */
export const byAge = (a: BilledLine, b: BilledLine): number => {
  const [from, to] = [a.fromOn ?? '', b.fromOn ?? ''];
  if (from !== to) return from < to ? -1 : 1;
  if (a.remoteId.length !== b.remoteId.length) return a.remoteId.length - b.remoteId.length;
  return a.remoteId < b.remoteId ? -1 : 1;
};

const looks = (line: BilledLine): string => [line.serviceRemoteId, line.quantity.toFixed(), line.unitPrice.toFixed()].join('|');

/**
 * Several lines for the same seats: departments that add up are no fault; a line beside one that already bills all seats is a duplicate, and
 * so is a twin. The oldest stays.
 */
export function splitDuplicates(lines: readonly BilledLine[], seats: Decimal): Split {
  const sorted = [...lines].sort(byAge);
  if (sorted.length < 2 || sumOf(sorted).eq(seats)) return { kept: sorted, extra: [], isProven: true };
  const whole = seats.isZero() ? undefined : sorted.find((line) => line.quantity.eq(seats));
  if (whole !== undefined) return { kept: [whole], extra: sorted.filter((line) => line !== whole && line.quantity.gt(0)), isProven: true };
  const seen = new Set<string>();
  const kept: BilledLine[] = [];
  const extra: BilledLine[] = [];
  for (const line of sorted) {
    (seen.has(looks(line)) && line.quantity.gt(0) ? extra : kept).push(line);
    seen.add(looks(line));
  }
  return { kept, extra, isProven: extra.length === 0 };
}
