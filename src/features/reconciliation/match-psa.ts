import type { BilledLine, BoughtSubscription, PsaBook } from './books.ts';
import { mappingOf, serviceOf } from './books.ts';
import { hasEnded, isCompared, isOwed, isRunning, settledLines } from './comparable.ts';
import { byAge } from './duplicates.ts';
import { pairWrongTerms, type WrongTerm } from './match-wrong-term.ts';

/** How lines were found to bill subscriptions, strongest first (psa reference 7.4). */
export type MatchedBy = 'subscriptionId' | 'service';

/** Lines that bill subscriptions; both sides are summed. */
export type Group = {
  readonly how: MatchedBy;
  readonly subscriptions: readonly BoughtSubscription[];
  readonly lines: readonly BilledLine[];
};

export type StillBilled = { readonly line: BilledLine; readonly subscription: BoughtSubscription; readonly how: MatchedBy };

/** Every compared subscription and every running line of one PSA account is in exactly one of these, or was found not comparable (M12). */
export type PsaMatches = {
  readonly groups: readonly Group[];
  readonly wrongTerms: readonly WrongTerm[];
  readonly stillBilled: readonly StillBilled[];
  /** Seats are owed, and no line bills them. */
  readonly unbilled: readonly BoughtSubscription[];
  /** Bills a Microsoft product that nobody has. */
  readonly strays: readonly BilledLine[];
};

/** `aliases`: other ids by which a line may name a subscription (the distributor's), each with Microsoft's id. */
export function matchPsa(
  psa: PsaBook,
  bought: readonly BoughtSubscription[],
  aliases: ReadonlyMap<string, string>,
  today: string,
): PsaMatches {
  const running = psa.lines.filter((line) => isRunning(line, psa.agreements.get(line.agreementRemoteId), today)).sort(byAge);
  const named = byName(running, bought, aliases);
  const free = running.filter(
    (line) => !named.lines.has(line) && !(line.vendorId !== undefined && psa.elsewhere.subscriptionIds.has(line.vendorId)),
  );
  const covered = bought.filter((each) => isCompared(each) && named.of.has(each.remoteId));
  const groups = covered.flatMap((each) => billing('subscriptionId', [each], named.of.get(each.remoteId) ?? [], today));
  const pooled = byService(
    psa,
    bought.filter((each) => isCompared(each) && !named.of.has(each.remoteId)),
    free,
    groups,
    today,
  );
  const { wrongTerms, unbilled, rest } = pairWrongTerms(psa.catalogue, pooled.unbilled.filter(isOwed), pooled.rest);
  const leftovers = endedOrStray(psa, bought, rest);
  return {
    groups: pooled.groups,
    wrongTerms,
    unbilled,
    strays: leftovers.strays,
    stillBilled: [
      ...bought
        .filter((each) => hasEnded(each))
        .flatMap((subscription) =>
          billedOnly(named.of.get(subscription.remoteId) ?? []).map((line) => ({ line, subscription, how: 'subscriptionId' as const })),
        ),
      ...leftovers.stillBilled,
    ],
  };
}

/** A line that the PSA does not charge (included, free of charge) is somebody's decision: it covers the subscription and raises no question. */
const billedOnly = (lines: readonly BilledLine[]): BilledLine[] => lines.filter((line) => line.isBilled);

const billing = (how: MatchedBy, subscriptions: readonly BoughtSubscription[], lines: readonly BilledLine[], today: string): Group[] => {
  const billed = billedOnly(settledLines(lines, today));
  return billed.length === 0 ? [] : [{ how, subscriptions, lines: billed }];
};

type Named = { readonly of: ReadonlyMap<string, readonly BilledLine[]>; readonly lines: ReadonlySet<BilledLine> };

function byName(lines: readonly BilledLine[], bought: readonly BoughtSubscription[], aliases: ReadonlyMap<string, string>): Named {
  const known = new Set(bought.map((each) => each.remoteId));
  const of = new Map<string, BilledLine[]>();
  const taken = new Set<BilledLine>();
  for (const line of lines) {
    if (line.vendorId === undefined) continue;
    const id = known.has(line.vendorId) ? line.vendorId : aliases.get(line.vendorId);
    if (id === undefined || !known.has(id)) continue;
    of.set(id, [...(of.get(id) ?? []), line]);
    taken.add(line);
  }
  return { of, lines: taken };
}

type Pooled = { readonly groups: readonly Group[]; readonly unbilled: readonly BoughtSubscription[]; readonly rest: readonly BilledLine[] };

/** Account and mapped service: all lines of the service against all subscriptions that it bills and no line names. */
function byService(
  psa: PsaBook,
  open: readonly BoughtSubscription[],
  free: readonly BilledLine[],
  named: readonly Group[],
  today: string,
): Pooled {
  const lines = Map.groupBy(free, (line) => line.serviceRemoteId);
  const subscriptions = Map.groupBy(open, (each) => serviceOf(psa.catalogue, each.key)?.remoteId);
  const groups: Group[] = [...named];
  const rest: BilledLine[] = [];
  for (const [service, pool] of lines) {
    if (psa.elsewhere.serviceIds.has(service)) continue; // another tenant's seats are in the same sum: not comparable
    const wanted = subscriptions.get(service);
    if (wanted !== undefined) groups.push(...billing('service', wanted, pool, today));
    else rest.push(...joinNamed(psa, groups, service, pool));
  }
  const unbilled = open.filter((each) => {
    const service = serviceOf(psa.catalogue, each.key)?.remoteId;
    return service === undefined || !(lines.has(service) || psa.elsewhere.serviceIds.has(service));
  });
  return { groups, unbilled, rest };
}

/** Lines without a name beside subscriptions of the same service that other lines do name: they bill the same seats. Answers the lines that found no place. */
function joinNamed(psa: PsaBook, groups: Group[], service: string, pool: readonly BilledLine[]): readonly BilledLine[] {
  const same = groups.filter((group) => group.subscriptions.some((each) => serviceOf(psa.catalogue, each.key)?.remoteId === service));
  const unnamed = pool.filter((line) => line.vendorId === undefined);
  if (same.length === 0 || unnamed.length === 0) return pool;
  const joined: Group = {
    how: 'service',
    subscriptions: same.flatMap((group) => group.subscriptions),
    lines: [...same.flatMap((group) => group.lines), ...billedOnly(unnamed)],
  };
  groups.splice(0, groups.length, ...groups.filter((group) => !same.includes(group)), joined);
  return pool.filter((line) => line.vendorId !== undefined);
}

function endedOrStray(psa: PsaBook, bought: readonly BoughtSubscription[], rest: readonly BilledLine[]) {
  const ended = bought.filter((each) => hasEnded(each));
  const stillBilled: StillBilled[] = [];
  const strays: BilledLine[] = [];
  for (const line of billedOnly(rest)) {
    const keys = psa.catalogue.keysOf.get(line.serviceRemoteId) ?? [];
    if (keys.length === 0 && line.vendorId === undefined) continue; // not a Microsoft product: not our business
    const isItsService = ({ key }: BoughtSubscription): boolean => {
      const mapping = mappingOf(psa.catalogue, key);
      return mapping?.state === 'mapped' && mapping.serviceRemoteId === line.serviceRemoteId;
    };
    const subscription = line.vendorId === undefined ? ended.find(isItsService) : undefined;
    const isExcused = line.vendorId === undefined && bought.some((each) => !isCompared(each) && !hasEnded(each) && isItsService(each));
    if (subscription !== undefined) stillBilled.push({ line, subscription, how: 'service' });
    else if (!isExcused) strays.push(line); // a trial, a usage plan or a pending order may well have its line already
  }
  return { stillBilled, strays };
}
