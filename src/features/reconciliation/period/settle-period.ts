import type { DifferenceKind, Finding } from '../../../model/difference.ts';
import { isStanding } from '../../../model/invoice-difference.ts';
import { differenceKey, type Settled, type StoredDifference, settle } from '../settle.ts';

/** What a comparison of a month proves nothing about, and the same in words. */
export type PeriodProof = { readonly unproven: readonly DifferenceKind[]; readonly leftOut: readonly string[] };

export type Domain = {
  readonly period: string;
  readonly proof: PeriodProof;
  readonly today: string;
  /** Undefined: all connections. Else only what was found on invoices of these is settled. */
  readonly connectionIds: readonly string[] | undefined;
};

/** By our id of the customer; differences of a tenant that nobody here knows stand under nobody's. */
export type ByCustomer<T> = ReadonlyMap<string, readonly T[]>;

/**
 * What becomes of the stored differences of a month: the same rules as for the books. What was found on invoices is settled by its own month
 * alone, what stands at the PSA by the newest month in which it was seen. Pure.
 */
export function settlePeriod(stored: ByCustomer<StoredDifference>, found: ByCustomer<Finding>, domain: Domain): Map<string, Settled[]> {
  const settled = new Map<string, Settled[]>();
  for (const customerId of new Set([...stored.keys(), ...found.keys()])) {
    const [mine, others] = parted(stored.get(customerId) ?? [], (each) => isMine(each.finding, domain));
    const elsewhere = new Set(others.map(differenceKey));
    const findings = (found.get(customerId) ?? []).filter((each) => isMine(each, domain) && !elsewhere.has(differenceKey(each)));
    const done = settle(mine, { findings, unproven: domain.proof.unproven }, domain.today);
    if (done.length > 0) settled.set(customerId, done);
  }
  return settled;
}

function isMine({ kind, period = '', links }: Finding, domain: Domain): boolean {
  if (domain.connectionIds !== undefined)
    return period === domain.period && links.connectionIds.some((id) => domain.connectionIds?.includes(id));
  return isStanding(kind) ? period <= domain.period : period === domain.period;
}

const parted = <T>(all: readonly T[], isFirst: (one: T) => boolean): [T[], T[]] => [
  all.filter(isFirst),
  all.filter((one) => !isFirst(one)),
];
