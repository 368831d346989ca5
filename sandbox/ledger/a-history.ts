import { readFileSync } from 'node:fs';
import { SandboxClock } from '../clock.ts';
import { aWorldSubscription } from '../world/a-subscription.ts';
import { instantAt, monthsLater, monthsOf } from '../world/estate/times.ts';
import type { Moment, Other } from '../world/history-moment.ts';
import type { ChargeLine, Subscription } from '../world/types.ts';
import { World } from '../world/world.ts';
import { chargesOf } from './charges.ts';
import { periodAt } from './periods.ts';
import { lineOf } from './price.ts';
import { type Rules, usualRules } from './rules.ts';

// For tests: histories written by hand, and the published examples.

export const rulesWith = (over: Partial<Rules>): Rules => ({ ...usualRules, ...over });

/** A subscription bought on a day at noon, for its whole first term. */
export function bought(day: string, over: Partial<Subscription> = {}): Subscription {
  const start = `${day}T12:00:00Z`;
  const startMs = Date.parse(start);
  const term = over.term ?? 'P1M';
  return aWorldSubscription({
    quantity: 10,
    unitPrice: '10.08',
    term,
    billingCycle: 'monthly',
    createdAt: start,
    effectiveStartAt: start,
    commitmentEndAt: instantAt(monthsLater(startMs, monthsOf(term)) - 1000),
    billingCycleEndAt: '9999-12-31T23:59:59Z',
    seatBatches: [],
    ...over,
  });
}

export const moment = (at: string, row: Subscription, kind = 'test', others: readonly Other[] = []): Moment => ({
  atMs: Date.parse(at.length === 10 ? `${at}T12:00:00Z` : at),
  row,
  kind,
  happening: `e${at}`,
  others,
});

/** Lines of a history up to a day, as they would stand in the files of their months. */
export function linesTo(untilDay: string, moments: readonly Moment[], rules: Rules = usualRules): ChargeLine[] {
  const world = emptyWorld();
  return [...chargesOf(moments, Date.parse(untilDay), rules)].map((charge, place) =>
    lineOf(world, charge, periodAt(charge.bookedMs), rules, place),
  );
}

export const emptyWorld = (startsAt = '2026-11-21T10:00:00Z'): World =>
  new World({ seed: 1, scale: 10, startsAt }, SandboxClock.stoppedAt(startsAt));

/** Rows of a published example by column name, without the blanks in the names. */
export function example(name: string): Record<string, string>[] {
  const text = readFileSync(new URL(`./fixtures/recon.new-commerce.example.${name}.csv`, import.meta.url), 'utf8');
  const [head = [], ...rows] = text.trim().split(/\r?\n/).map(cellsOf);
  return rows.map((cells) => Object.fromEntries(head.map((column, place) => [column.replaceAll(/\s/g, ''), cells[place] ?? ''])));
}

/** Cells of one CSV line. */
export const cellsOf = (line: string): string[] =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((found) =>
    found[1] === undefined ? (found[2] ?? '') : found[1].replaceAll('""', '"'),
  );
