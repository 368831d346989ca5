import { parseDecimal } from '../../lib/decimal.ts';
import type { LookUp, PsaWrite } from '../ports.ts';
import { dayBefore } from './days.ts';
import type { WireAddition } from './schema.ts';
import { subscriptionOf } from './translate.ts';

/** The lines that a look-up needs: the one that was to change, and all of its agreement. */
export type Seen = { readonly line: WireAddition | undefined; readonly all: readonly WireAddition[] };

/**
 * After a lost answer: is the wanted state there? Pure. ConnectWise keeps no key of ours, so a new line is known by its service, start and
 * quantity (psa reference 8.2). Repeating a half-done write is safe: ending the old line again changes nothing.
 */
export function judge({ correction, effectiveOn }: PsaWrite, seen: Seen): LookUp {
  switch (correction.action) {
    case 'setQuantity':
      return changed(seen, effectiveOn, correction, (line) => line.quantity);
    case 'setPrice':
      return changed(seen, effectiveOn, correction, (line) => line.unitPrice ?? '0');
    case 'endLine':
      return withLine(seen, (line) => done(line.cancelledDate !== undefined, line.id));
    case 'reopenLine':
      return withLine(seen, (line) => done(line.cancelledDate === undefined, line.id));
    case 'replaceService':
      return withLine(seen, (line) => byService(line, correction.fromServiceRemoteId, correction.toServiceRemoteId));
    case 'addLine':
      return added(seen, effectiveOn, correction);
  }
}

type Change = { readonly from: string; readonly to: string };
type ValueOf = (line: WireAddition) => string;

function changed(seen: Seen, effectiveOn: string | undefined, { from, to }: Change, valueOf: ValueOf): LookUp {
  return withLine(seen, (line) => {
    // A line that starts on the day of the change or later was patched in place.
    const inPlace = effectiveOn === undefined || (line.effectiveDate ?? '') >= effectiveOn;
    return inPlace ? byValue(line, valueOf(line), { from, to }) : bySplit(line, seen.all, effectiveOn, (one) => same(valueOf(one), to));
  });
}

function added(seen: Seen, effectiveOn: string | undefined, wanted: Extract<PsaWrite['correction'], { action: 'addLine' }>): LookUp {
  const alike = seen.all.filter(
    (line) =>
      line.product.id === wanted.serviceRemoteId &&
      same(line.quantity, wanted.quantity) &&
      (effectiveOn === undefined || line.effectiveDate === effectiveOn),
  );
  const [first, ...more] = sameSubscription(
    alike,
    wanted.vendorSubscriptionId === '' ? undefined : wanted.vendorSubscriptionId.toLowerCase(),
  );
  if (first === undefined) return { found: 'notApplied' };
  return more.length === 0 ? applied(first.id) : unclear([first, ...more].map((line) => line.id));
}

const withLine = ({ line }: Seen, work: (line: WireAddition) => LookUp): LookUp => (line === undefined ? unclear([]) : work(line));

const applied = (...remoteIds: readonly string[]): LookUp => ({ found: 'applied', remoteIds });
const unclear = (candidates: readonly string[]): LookUp => ({ found: 'undecidable', candidates });
const done = (isDone: boolean, id: string): LookUp => (isDone ? applied(id) : { found: 'notApplied' });

const same = (a: string, b: string): boolean => parseDecimal(a)?.eq(parseDecimal(b) ?? Number.NaN) ?? false;

function byValue(line: WireAddition, value: string, { from, to }: Change): LookUp {
  if (same(value, to)) return applied(line.id);
  return same(value, from) ? { found: 'notApplied' } : unclear([line.id]);
}

function byService(line: WireAddition, from: string, to: string): LookUp {
  if (line.product.id === to) return applied(line.id);
  return line.product.id === from ? { found: 'notApplied' } : unclear([line.id]);
}

/** Both halves must be there: the old line ended, and one new line of the same service from that day on. */
function bySplit(line: WireAddition, all: readonly WireAddition[], on: string, isWanted: (line: WireAddition) => boolean): LookUp {
  const alike = all.filter((one) => one.id !== line.id && one.product.id === line.product.id && one.effectiveDate === on && isWanted(one));
  const [first, ...more] = sameSubscription(alike, subscriptionOf(line));
  if (first === undefined) return { found: 'notApplied' };
  if (more.length > 0) return unclear([first, ...more].map((one) => one.id));
  return line.cancelledDate === dayBefore(on) ? applied(line.id, first.id) : unclear([line.id, first.id]);
}

/** A line that names another subscription is another line; among the rest, those that name ours win. */
function sameSubscription(lines: readonly WireAddition[], subscriptionId: string | undefined): readonly WireAddition[] {
  if (subscriptionId === undefined) return lines;
  const ours = lines.filter((one) => subscriptionOf(one) === subscriptionId);
  return ours.length > 0 ? ours : lines.filter((one) => subscriptionOf(one) === undefined);
}
