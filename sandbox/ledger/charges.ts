import { transactionOf } from '../world/change-orders.ts';
import { type Anchor, dayMs, monthsOf, nextPoint } from '../world/estate/times.ts';
import type { Moment } from '../world/history-moment.ts';
import { anchorIn } from '../world/terms-cycle.ts';
import type { ChargeType, Subscription } from '../world/types.ts';
import type { Rules } from './rules.ts';
import { type Cycle, cycleFrom, midnight, type Part, restOf, termEndMs } from './spans.ts';

/** One line before it has a price: what, for how many seats, for which days, which part of the cycle's price. */
export type Charge = {
  readonly type: ChargeType;
  /** The subscription by which it is priced and named: the old one on refunds. */
  readonly row: Subscription;
  readonly quantity: number;
  readonly sign: 1 | -1;
  readonly fromMs: number;
  /** Not included. */
  readonly toMs: number;
  readonly part: Part;
  readonly orderedMs: number;
  /** In which month it stands: later than `orderedMs` only for what came into the world with a past. */
  readonly bookedMs: number;
  readonly happening: string;
  /** The happening whose order it belongs to; absent: that of the purchase. */
  readonly ordered: string | undefined;
};

/** What was charged last: the running cycle and the seat changes in it. */
type Running = {
  row: Subscription;
  cycle: Cycle | undefined;
  /** Up to here everything is charged. */
  coveredMs: number;
  seats: { readonly fromMs: number; readonly quantity: number }[];
  /** When something happened to it last. Nothing is booked before. */
  changedMs: number;
  /** The last happening that made an order. */
  ordered: string | undefined;
};

/**
 * All charges of one subscription whose instant is before `untilMs`, oldest first. Pure: the same history gives the same charges.
 * Cycles that begin before `sinceMs` may be left out (never half), so that a late month of a long history is cheap.
 */
export function* chargesOf(
  moments: readonly Moment[],
  untilMs: number,
  rules: Rules,
  sinceMs = Number.NEGATIVE_INFINITY,
): Generator<Charge> {
  let running: Running | undefined;
  const first = lastTermBefore(moments, sinceMs);
  for (const [place, moment] of moments.entries()) {
    if (place < first) continue;
    if (moment.atMs >= untilMs) break;
    if (running !== undefined) yield* cycleCharges(running, { untilMs: limitOf(running.row, moment), sinceMs }, rules);
    const state: Running = running ?? {
      row: moment.row,
      cycle: undefined,
      coveredMs: Number.NEGATIVE_INFINITY,
      seats: [],
      changedMs: moment.atMs,
      ordered: orderBefore(moments, first),
    };
    if (isOrder(moments, place)) state.ordered = moment.happening;
    yield* changeCharges(running === undefined ? undefined : running.row, state, moment, rules);
    state.row = moment.row;
    state.changedMs = moment.atMs;
    running = state;
  }
  if (running !== undefined) yield* cycleCharges(running, { untilMs, sinceMs }, rules);
}

const isOrder = (moments: readonly Moment[], place: number): boolean => {
  const moment = moments[place];
  return moment !== undefined && transactionOf(moments[place - 1]?.row, moment.row, moment.kind) !== undefined;
};

/** The last happening that made an order, before a place. */
const orderBefore = (moments: readonly Moment[], end: number): string | undefined =>
  moments[moments.findLastIndex((_moment, place) => place < end && isOrder(moments, place))]?.happening;

/** A term that begins says everything that is charged afterwards: what came before the last one that began in time counts no more. */
const lastTermBefore = (moments: readonly Moment[], sinceMs: number): number =>
  Math.max(
    0,
    moments.findLastIndex(({ atMs, row }, place) => {
      const before = moments[place - 1];
      return atMs < sinceMs && before !== undefined && isNewTerm(before.row, row) && isBilled(row);
    }),
  );

/** Cycles that begin at the very instant of a change begin before it, unless the change itself is the beginning of a cycle. */
const limitOf = (row: Subscription, moment: Moment): number =>
  isNewTerm(row, moment.row) || row.billingCycle !== moment.row.billingCycle ? moment.atMs : moment.atMs + 1;

const isNewTerm = (before: Subscription, after: Subscription): boolean => before.effectiveStartAt !== after.effectiveStartAt;

/** Suspended subscriptions are billed on; expired ones are not. Plans without a term and the old commerce have other lines. */
export const isBilled = (row: Subscription): boolean =>
  (row.status === 'active' || row.status === 'suspended' || row.status === 'pending') &&
  row.legacy === undefined &&
  !row.commitmentEndAt.startsWith('9999');

function* cycleCharges(running: Running, { untilMs, sinceMs }: { untilMs: number; sinceMs: number }, rules: Rules): Generator<Charge> {
  const { row } = running;
  if (!isBilled(row) || running.coveredMs >= untilMs) return;
  const anchor = anchorIn(row, rules.monthEnd);
  const endMs = termEndMs(row);
  const targetMs = Math.min(sinceMs, untilMs - 1, endMs - 1);
  const months = monthsOf(row.billingCycle);
  const isFar = running.coveredMs >= running.changedMs && targetMs - running.coveredMs > (months * 31 + 40) * dayMs;
  if (isFar && isOnAnchor(anchor, running.coveredMs, months)) {
    running.coveredMs = Math.max(running.coveredMs, nextPoint(anchor, midnight(targetMs) - (months * 31 + 1) * dayMs, months));
  }
  while (running.coveredMs < untilMs && running.coveredMs < endMs) {
    const atMs = running.coveredMs;
    const cycle = cycleFrom(row, atMs, anchor);
    begin(running, cycle, row.quantity);
    const bookedMs = Math.max(atMs, running.changedMs);
    yield charge('cycleCharge', row, cycle, {
      orderedMs: atMs,
      bookedMs,
      happening: `${row.id}/${String(atMs)}`,
      ordered: running.ordered,
    });
  }
}

/** Whether cycles from here on begin where those from the anchor do: a year that began after a single month goes from that month on. */
const isOnAnchor = (anchor: Anchor, ms: number, months: number): boolean =>
  nextPoint(anchor, ms, months) === nextPoint(anchor, ms + dayMs, months);

function begin(running: Running, cycle: Cycle, quantity: number): void {
  running.cycle = cycle;
  running.coveredMs = cycle.toMs;
  running.seats = [{ fromMs: cycle.fromMs, quantity }];
}

type When = Pick<Charge, 'orderedMs' | 'bookedMs' | 'happening' | 'ordered'>;

const charge = (type: ChargeType, row: Subscription, cycle: Cycle, when: When): Charge => ({
  type,
  row,
  quantity: row.quantity,
  sign: 1,
  fromMs: cycle.fromMs,
  toMs: cycle.toMs,
  part: cycle.part,
  ...when,
});

function* changeCharges(before: Subscription | undefined, running: Running, moment: Moment, rules: Rules): Generator<Charge> {
  const after = moment.row;
  if (before === undefined || !isBilled(before)) {
    if (isBilled(after)) yield* bornCharges(before, running, moment, rules);
    return;
  }
  if (after.status === 'deleted') yield* cancelCharges(before, running, moment, rules);
  else if (!isBilled(after)) return;
  else if (isNewTerm(before, after)) yield* termCharges(before, running, moment, rules);
  else if (isOtherProduct(before, after)) yield* pairCharges('convert', before, running, moment, rules);
  else if (before.billingCycle !== after.billingCycle) yield* planCharges(running, moment, rules);
  else if (before.quantity !== after.quantity) yield* seatCharges(before, running, moment, rules);
}

const isOtherProduct = (before: Subscription, after: Subscription): boolean =>
  before.productId !== after.productId || before.skuId !== after.skuId || (before.isTrial && !after.isTrial);

const whenOf = ({ atMs, happening }: Moment, { ordered }: Pick<Running, 'ordered'>): When => ({
  orderedMs: atMs,
  bookedMs: atMs,
  happening,
  ordered,
});

/** Bought, made by an upgrade of another one, or billed again. */
function* bornCharges(before: Subscription | undefined, running: Running, moment: Moment, rules: Rules): Generator<Charge> {
  const { row } = moment;
  // It goes on where it stopped; what never ran before begins now.
  if (before !== undefined && running.cycle !== undefined && !isNewTerm(before, row)) return;
  const isUpgraded = before === undefined && moment.others.length > 0 && isUpgrade(moment);
  const first = isUpgraded ? cycleAt(row, moment.atMs, rules) : firstCycle(row, rules);
  begin(running, first, row.quantity);
  if (isUpgraded) {
    const fromMs = Math.max(first.fromMs, midnight(moment.atMs));
    running.seats = [{ fromMs, quantity: row.quantity }];
    yield { ...charge('convert', row, first, whenOf(moment, running)), fromMs, part: restOf(first, row, fromMs) };
    return;
  }
  const orderedMs =
    before === undefined ? Math.min(moment.atMs, Math.max(Date.parse(row.effectiveStartAt), Date.parse(row.createdAt))) : moment.atMs;
  yield charge(before === undefined ? 'new' : 'renew', row, first, { ...whenOf(moment, running), orderedMs });
}

/** Two orders of one cart are two subscriptions in one event as well: only an upgrade takes from one and gives to another. */
const isUpgrade = (moment: Moment): boolean => /transit|upgrad|conver|moved/i.test(moment.kind);

function firstCycle(row: Subscription, rules: Rules): Cycle {
  const fromMs = midnight(Date.parse(row.effectiveStartAt));
  const writtenMs = midnight(Date.parse(row.billingCycleEndAt) + 1000);
  const isWritten = rules.monthEnd === 'published' && writtenMs > fromMs;
  return cycleFrom(row, fromMs, anchorIn(row, rules.monthEnd), isWritten ? writtenMs : undefined);
}

/** The charge cycle of the running term in which an instant lies. */
function cycleAt(row: Subscription, atMs: number, rules: Rules): Cycle {
  let cycle = firstCycle(row, rules);
  while (cycle.toMs <= atMs && cycle.toMs < termEndMs(row)) cycle = cycleFrom(row, cycle.toMs, anchorIn(row, rules.monthEnd));
  return cycle;
}

/** A term began: after the one before (renewed, or a trial became paid), or in the middle of it (a longer one was taken). */
function* termCharges(before: Subscription, running: Running, moment: Moment, rules: Rules): Generator<Charge> {
  const after = moment.row;
  const isAtEnd = Date.parse(after.effectiveStartAt) >= termEndMs(before);
  const type = isOtherProduct(before, after) ? 'convert' : 'extendTerm';
  if (!isAtEnd) yield* refund(type, before, running, moment);
  const first = firstCycle(after, rules);
  begin(running, first, after.quantity);
  const atEnd = before.isTrial && !after.isTrial ? 'convert' : 'renew';
  yield charge(isAtEnd ? atEnd : type, after, first, whenOf(moment, running));
}

/** The rest of the running cycle back for the old, charged for the new: two lines with one reference. */
function* pairCharges(type: ChargeType, before: Subscription, running: Running, moment: Moment, rules: Rules): Generator<Charge> {
  const { cycle } = running;
  const onMs = midnight(moment.atMs);
  if (cycle === undefined || onMs >= cycle.toMs) return;
  yield* refund(type, before, running, moment);
  const after = moment.row;
  const isSameCycle = after.billingCycle === before.billingCycle;
  const fresh = isSameCycle ? cycle : cycleAt(after, moment.atMs, rules);
  const fromMs = Math.max(onMs, fresh.fromMs);
  if (isSameCycle) running.seats.push({ fromMs, quantity: after.quantity - before.quantity });
  else begin(running, fresh, after.quantity);
  yield { ...charge(type, after, fresh, whenOf(moment, running)), fromMs, part: restOf(fresh, after, fromMs) };
}

function* refund(type: ChargeType, before: Subscription, running: Running, moment: Moment, quantity = before.quantity): Generator<Charge> {
  const { cycle } = running;
  const fromMs = Math.max(midnight(moment.atMs), cycle?.fromMs ?? 0);
  if (cycle === undefined || fromMs >= cycle.toMs) return;
  yield { ...charge(type, before, cycle, whenOf(moment, running)), quantity, sign: -1, fromMs, part: restOf(cycle, before, fromMs) };
}

/** Seats that come or go; those that an upgrade moves are one line here and one at the other subscription. */
function* seatCharges(before: Subscription, running: Running, moment: Moment, rules: Rules): Generator<Charge> {
  const more = moment.row.quantity - before.quantity;
  const other = moment.others[0];
  if (other === undefined || !isUpgrade(moment)) {
    yield* pairCharges(more > 0 ? 'addQuantity' : 'removeQuantity', before, running, moment, rules);
    return;
  }
  const { cycle } = running;
  const fromMs = Math.max(midnight(moment.atMs), cycle?.fromMs ?? 0);
  if (cycle === undefined || fromMs >= cycle.toMs) return;
  const type = more < 0 && other.isNew ? 'convert' : 'moveQuantity';
  running.seats.push({ fromMs, quantity: more });
  const line = charge(type, more < 0 ? before : moment.row, cycle, whenOf(moment, running));
  yield { ...line, quantity: Math.abs(more), sign: more < 0 ? -1 : 1, fromMs, part: restOf(cycle, before, fromMs) };
}

/** Another billing plan: its first cycle is a line of its own kind; the rest of a year counts by months. */
function* planCharges(running: Running, moment: Moment, rules: Rules): Generator<Charge> {
  const { row } = moment;
  const fromMs = Math.max(running.coveredMs, midnight(moment.atMs));
  if (running.coveredMs > moment.atMs) {
    yield* pairCharges('changeBillingPlan', running.row, running, moment, rules);
    return;
  }
  const cycle = cycleFrom(row, fromMs, anchorIn(row, rules.monthEnd));
  begin(running, cycle, row.quantity);
  yield charge('changeBillingPlan', row, cycle, whenOf(moment, running));
}

/** One negative line for the days not used; in the first hours everything comes back, by the days from which it was charged. */
function* cancelCharges(before: Subscription, running: Running, moment: Moment, rules: Rules): Generator<Charge> {
  const { cycle } = running;
  if (cycle === undefined) return;
  const isMoved = moment.others.length > 0 && isUpgrade(moment);
  if (isMoved || !isFullRefund(before, moment.atMs, rules)) {
    const moved = moment.others.some((one) => one.isNew) ? 'convert' : 'moveQuantity';
    yield* refund(isMoved ? moved : 'cancelImmediate', before, running, moment);
    return;
  }
  for (const seats of running.seats) {
    if (seats.quantity === 0) continue;
    const sign = seats.quantity > 0 ? -1 : 1;
    const line = charge('cancelImmediate', before, cycle, whenOf(moment, running));
    yield { ...line, quantity: Math.abs(seats.quantity), sign, fromMs: seats.fromMs, part: restOf(cycle, before, seats.fromMs) };
  }
}

function isFullRefund(row: Subscription, atMs: number, rules: Rules): boolean {
  if (rules.refundFirstDay === 'none' || row.extended !== undefined) return false;
  const startMs = Date.parse(row.effectiveStartAt);
  return atMs < (rules.refundFirstDay === '24h' ? startMs + dayMs : midnight(startMs) + dayMs);
}
