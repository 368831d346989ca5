import { Seeded } from '../../src/lib/seeded.ts';
import { matchPath } from '../routing.ts';
import type { FaultEffect, FaultMatch, FaultRule } from './rule.ts';

/** What is known of a call before the remote sees it. */
export type CallFacts = {
  readonly remote: string;
  readonly host: string;
  readonly method: string;
  readonly path: string;
  /** All names of the account whose credentials the call carries. */
  readonly accountNames: readonly string[];
  /** All names of the customer whom path or query name. */
  readonly customerNames: readonly string[];
  readonly at: string;
};

export type Struck = { readonly ids: readonly string[]; readonly effect: FaultEffect };

/** A rule with how often it fitted and how often it acted. */
export type KeptRule = FaultRule & { readonly seen: number; readonly hits: number };

type Entry = { readonly rule: FaultRule; seen: number; hits: number; readonly random: Seeded };

/** The fault rules in force, with their counters. */
export class FaultBook {
  readonly #entries: Entry[] = [];
  readonly #seed: number;
  readonly #changed: () => void;
  #made = 0;

  /** `changed` is told after rules came or went, to keep them. */
  constructor(seed: number, changed: () => void = () => undefined) {
    this.#seed = seed;
    this.#changed = changed;
  }

  /** Rules and counters of an earlier process. Random draws go on where they were. */
  restore(kept: readonly KeptRule[]): void {
    for (const { seen, hits, ...rule } of kept) {
      const random = new Seeded(`${String(this.#seed)}/${rule.id}`);
      if (rule.match.probability !== undefined) for (let draw = 0; draw < seen; draw += 1) random.next();
      this.#entries.push({ rule, seen, hits, random });
      this.#made = Math.max(this.#made, Number(/^f(\d+)$/.exec(rule.id)?.[1] ?? 0));
    }
  }

  /** Adds a rule; one with the id of another replaces it. */
  add(rule: Omit<FaultRule, 'id'> & { readonly id?: string | undefined }): FaultRule {
    this.#made += 1;
    const full: FaultRule = { ...rule, id: rule.id ?? `f${String(this.#made)}` };
    this.#drop(full.id);
    this.#entries.push({ rule: full, seen: 0, hits: 0, random: new Seeded(`${String(this.#seed)}/${full.id}`) });
    this.#changed();
    return full;
  }

  remove(id: string): boolean {
    const isGone = this.#drop(id);
    if (isGone) this.#changed();
    return isGone;
  }

  #drop(id: string): boolean {
    const at = this.#entries.findIndex((entry) => entry.rule.id === id);
    if (at >= 0) this.#entries.splice(at, 1);
    return at >= 0;
  }

  clear(): void {
    this.#entries.length = 0;
    this.#changed();
  }

  list(): KeptRule[] {
    return this.#entries.map(({ rule, seen, hits }) => ({ ...rule, seen, hits }));
  }

  /** Counts the call and gives the effects of all rules that strike it; where two say the same thing the earlier one wins. */
  strike(call: CallFacts): Struck {
    const ids: string[] = [];
    let effect: FaultEffect = {};
    for (const entry of this.#entries) {
      if (!fits(entry.rule.match, call)) continue;
      entry.seen += 1;
      if (!acts(entry)) continue;
      entry.hits += 1;
      ids.push(entry.rule.id);
      effect = { ...entry.rule.do, ...effect };
    }
    return { ids, effect };
  }
}

function acts({ rule, seen, hits, random }: Entry): boolean {
  if (rule.times !== undefined && hits >= rule.times) return false;
  if (rule.match.nth !== undefined && seen !== rule.match.nth) return false;
  if (rule.match.afterCount !== undefined && seen <= rule.match.afterCount) return false;
  return rule.match.probability === undefined || random.chance(rule.match.probability);
}

function fits(match: FaultMatch, call: CallFacts): boolean {
  return (
    sameText(match.remote, [call.remote, call.host]) &&
    sameText(match.method, [call.method]) &&
    (match.pathTemplate === undefined || matchPath(match.pathTemplate, call.path) !== undefined) &&
    sameText(match.partnerAccount, call.accountNames) &&
    sameText(match.customer, call.customerNames) &&
    within(match.window, call.at)
  );
}

function sameText(wanted: string | undefined, given: readonly string[]): boolean {
  if (wanted === undefined) return true;
  const folded = wanted.toLowerCase();
  return given.some((one) => one.toLowerCase() === folded);
}

function within(window: FaultMatch['window'], at: string): boolean {
  if (window?.from !== undefined && Temporal.Instant.compare(at, window.from) < 0) return false;
  return window?.to === undefined || Temporal.Instant.compare(at, window.to) < 0;
}
