import type { PsaLine, Subscription } from '../model.ts';
import type { Expected, PsaCase } from './expected.ts';

/** What the lines that carry one vendor subscription id amount to. `listed`: the subscriptions of that id. */
export function matchLinked(
  lines: readonly PsaLine[],
  listed: readonly Subscription[],
  expect: (subscription: Subscription) => Expected,
): PsaCase {
  const live = listed.find((subscription) => !subscription.isGone) ?? listed[0];
  if (live === undefined) return { type: 'unknown', lines, customerId: undefined };
  if (live.isGone) return { type: 'ended', subscription: live, lines };
  const expected = expect(live);
  return isRepeated(lines, live.quantity) ? { type: 'duplicate', expected, lines } : { type: 'pair', expected, lines, how: 'vendor id' };
}

/** Several lines that share the seats are a split; lines that each bill all seats are a repetition. */
function isRepeated(lines: readonly PsaLine[], quantity: number): boolean {
  const [first] = lines;
  if (first === undefined || lines.length < 2) return false;
  const sum = lines.reduce((total, line) => total + line.quantity, 0);
  return sum !== quantity && lines.every((line) => line.code === first.code && line.quantity === first.quantity);
}
