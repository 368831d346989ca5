import type { ChargeLine, Period } from '../world/types.ts';
import type { World } from '../world/world.ts';
import type { Rules } from './rules.ts';

/** What a source of lines is asked for. `untilMs`: nothing that happens later (the open month). */
export type Wanted = {
  readonly accountId: string;
  readonly period: Period;
  readonly untilMs: number;
  readonly rules: Rules;
  /** Id of the last line that was read: what comes after it. */
  readonly after?: string;
};

/** A part of the ledger: seats, credits, metered usage. Lines come one after the other, always in the same order. */
export type LineSource = { readonly name: string; linesOf(world: World, wanted: Wanted): Iterable<ChargeLine> };

/** For short sources: what comes after a line. */
export function* linesAfter(lines: Iterable<ChargeLine>, after: string | undefined): Generator<ChargeLine> {
  let isFound = after === undefined;
  for (const line of lines) {
    if (isFound) yield line;
    isFound ||= line.id === after;
  }
}

/** An indirect reseller is billed by his provider. */
export function isBilledByMicrosoft(world: World, accountId: string): boolean {
  const account = world.tables.partnerAccounts.get(accountId);
  return account !== undefined && account.partnerType !== 'indirectReseller';
}
