import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Decimal } from '../../src/lib/decimal.ts';
import { adjust } from '../acts/ledger.ts';
import { SandboxClock } from '../clock.ts';
import { oneTimeLine } from '../partner-center/invoices/line.ts';
import { dayAt, dayMs } from '../world/estate/times.ts';
import { layEstate } from '../world/estate.ts';
import { historyOf } from '../world/history.ts';
import type { ChargeLine } from '../world/types.ts';
import { World } from '../world/world.ts';
import { cellsOf } from './a-history.ts';
import { account, lived, type Move, move } from './a-life.ts';
import { isBilled } from './charges.ts';
import { csvFile } from './csv.ts';
import { chargedFor, firstPeriod, invoiceLines, invoicesOf, totalsOf } from './invoices.ts';
import { linesOf, unbilledOf } from './lines.ts';
import { periodAfter, periodAt } from './periods.ts';

const all = (world: World): ChargeLine[] => {
  const lines: ChargeLine[] = [];
  for (let period = firstPeriod(world); period <= periodAt(world.clock.nowMs()); period = periodAfter(period))
    lines.push(...linesOf(world, account, period));
  return lines;
};

const sum = (lines: readonly ChargeLine[]): Decimal => lines.reduce((total, line) => total.plus(line.total), new Decimal(0));
const histories = fc.array(move, { minLength: 5, maxLength: 25 });
const runs = { numRuns: 12 };

describe('laws of money under any history', () => {
  test('an invoice is the sum of its lines, and of its customers', () => {
    fc.assert(
      fc.property(histories, (moves) => {
        const world = lived(moves);
        for (const invoice of invoicesOf(world, account)) {
          const lines = [...invoiceLines(world, invoice)];
          expect(totalsOf(world, invoice)).toMatchObject({ lines: lines.length, total: sum(lines).toFixed() });
          const byCustomer = Map.groupBy(lines, (line) => line.customerId);
          expect([...byCustomer.values()].reduce((total, own) => total.plus(sum(own)), new Decimal(0)).toFixed()).toBe(
            sum(lines).toFixed(),
          );
          for (const line of lines) expect(new Decimal(line.subtotal).plus(line.tax).toFixed()).toBe(new Decimal(line.total).toFixed());
        }
      }),
      runs,
    );
  });

  test('API, file and ledger say the same', async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (moves) => {
        const world = lived(moves);
        for (const invoice of invoicesOf(world, account).slice(-2)) {
          const lines = [...invoiceLines(world, invoice)];
          const document = { invoiceId: invoice.id, issuedAt: invoice.issuedAt, rules: invoice.rules };
          const [head = '', ...rows] = (await textOf(csvFile(world, lines, document))).trimEnd().split('\r\n');
          const columns = cellsOf(head);
          const cells = rows.map((row) => new Map(cellsOf(row).map((cell, place) => [columns[place], cell])));
          expect(cells.map((row) => [row.get('SubscriptionId'), row.get('ChargeType'), row.get('Total')])).toEqual(
            lines.map((line) => [line.subscriptionId, line.chargeType, line.total]),
          );
          expect(
            lines
              .map((line) => oneTimeLine(world, line, document))
              .map((line) => [line.subscriptionId, line.chargeType, line.totalForCustomer, line.referenceId]),
          ).toEqual(cells.map((row) => [row.get('SubscriptionId'), row.get('ChargeType'), row.get('Total'), row.get('ReferenceID')]));
        }
      }),
      runs,
    );
  });

  test('every day of every subscription is paid once, for the seats it had', () => {
    fc.assert(
      fc.property(histories, fc.constantFrom(0, 24), (moves, queueHours) => {
        const world = lived(moves, { refundFirstDay: 'none', historyMonths: 40 }, queueHours);
        const bySubscription = Map.groupBy(all(world), (line) => line.subscriptionId);
        for (const [id, lines] of bySubscription) expect(paidSeats(lines, world.options.startsAt), id).toEqual(heldSeats(world, id, lines));
      }),
      runs,
    );
  });

  test('a seat change is worth its days, whatever was refunded and charged for it', () => {
    fc.assert(
      fc.property(histories, (moves) => {
        const lines = all(lived(moves));
        const pairs = [
          ...Map.groupBy(
            lines.filter((line) => line.chargeType === 'addQuantity' || line.chargeType === 'removeQuantity'),
            (line) => `${line.subscriptionId}/${line.reference}/${String(isTelephony(line))}`,
          ).values(),
        ];
        for (const [back, again, ...more] of pairs) {
          expect(more).toEqual([]);
          if (back === undefined || again === undefined) throw new Error('A seat change is two lines');
          expect([back.chargeStart, back.chargeEnd, back.unitPrice]).toEqual([again.chargeStart, again.chargeEnd, again.unitPrice]);
          const unit = new Decimal(again.effectiveUnitPrice).toDecimalPlaces(2, Decimal.ROUND_DOWN);
          expect(sum([back, again]).toFixed()).toBe(unit.times(Number(again.quantity) - Number(back.quantity)).toFixed());
        }
      }),
      runs,
    );
  });

  test('the last charge of a subscription says how many seats it has', () => {
    fc.assert(
      fc.property(histories, (moves) => {
        const world = lived(moves);
        const [refunds, charges] = halves(all(world).filter((line) => line.category === 'seats'));
        const parted = new Set(
          refunds.filter((line) => line.chargeType === 'convert' || line.chargeType === 'moveQuantity').map((line) => line.subscriptionId),
        );
        for (const [id, lines] of Map.groupBy(charges, (line) => line.subscriptionId)) {
          const row = world.tables.subscriptions.get(id);
          // Lines of one subscription stand in the order in which they were charged. A part that was upgraded is taken off without them.
          const isWhole = lines.every((line) => line.chargeType !== 'convert' && line.chargeType !== 'moveQuantity') && !parted.has(id);
          if (row !== undefined && isBilled(row) && isWhole) expect(lines.at(-1)?.quantity, id).toBe(String(row.quantity));
        }
      }),
      runs,
    );
  });

  test('what is cancelled in the first hours costs nothing', () => {
    fc.assert(
      fc.property(fc.nat(2), fc.nat(3), fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 3 }), (sku, shape, seats) => {
        const world = lived([
          { kind: 'buy', sku, shape, quantity: 5, customer: 1 },
          ...seats.flatMap((quantity): Move[] => [
            { kind: 'wait', hours: 5 },
            { kind: 'seats', which: 0, quantity },
          ]),
          { kind: 'cancel', which: 0 },
        ]);
        const bought = world.tables.subscriptions.by('accountId', account).at(-1);
        expect(bought?.status).toBe('deleted');
        expect(sum(all(world).filter((line) => line.subscriptionId === bought?.id)).toFixed()).toBe('0');
      }),
      { numRuns: 30 },
    );
  });

  test('replayed events give the same lines, and two readings of one world too', () => {
    fc.assert(
      fc.property(histories, (moves) => {
        const world = lived(moves);
        const again = new World(world.options, SandboxClock.stoppedAt(world.now()));
        layEstate(again);
        for (const event of world.events) again.replay(event);
        expect(all(again)).toEqual(all(world));
        expect([...unbilledOf(again, account)]).toEqual([...unbilledOf(world, account)]);
        expect(invoicesOf(again, account)).toEqual(invoicesOf(world, account));
      }),
      runs,
    );
  });

  test('a correction of a closed month shows exactly once', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('note', 'open', 'reissue', 'total'),
        fc.integer({ min: -9999, max: 9999 }).filter((cents) => cents !== 0),
        (into, cents) => {
          const world = lived([]);
          const customer = world.tables.relationships.by('accountId', account)[0]?.customerId;
          const before = worth(world);
          expect(
            adjust(world, { account, customer, period: '2026-10', amount: new Decimal(cents).div(100).toFixed(2), into }),
          ).toHaveProperty('done');
          expect(worth(world).minus(before).toFixed()).toBe(new Decimal(cents).div(100).toFixed());
          const october = invoicesOf(world, account).find((one) => one.period === '2026-10');
          const unlisted =
            october === undefined ? 0 : new Decimal(chargedFor(world, october)).minus(totalsOf(world, october).total).times(100);
          expect(Number(unlisted)).toBe(into === 'total' ? cents : 0);
        },
      ),
      { numRuns: 10 },
    );
  });
});

/** Everything that stands on invoices, notes and in the running month. */
const worth = (world: World): Decimal =>
  invoicesOf(world, account)
    .reduce((total, invoice) => total.plus(chargedFor(world, invoice)), new Decimal(0))
    .plus(sum([...unbilledOf(world, account)]));

async function textOf(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

/** What was given back, and what was charged. */
const halves = (lines: readonly ChargeLine[]): readonly [ChargeLine[], ChargeLine[]] => [
  lines.filter((line) => line.effectiveUnitPrice.startsWith('-')),
  lines.filter((line) => !line.effectiveUnitPrice.startsWith('-')),
];

/** The other line of a product with telephony in it says the same seats again. */
const isTelephony = (line: ChargeLine): boolean => line.id.endsWith('/telephony');

type Days = Readonly<Record<string, number>>;

/** Seats that were paid, by day, from the start of the world on: charges less refunds. */
function paidSeats(lines: readonly ChargeLine[], from: string): Days {
  const days: Record<string, number> = {};
  for (const line of lines.filter((one) => !isTelephony(one))) {
    const seats = line.effectiveUnitPrice.startsWith('-') ? -Number(line.quantity) : Number(line.quantity);
    for (let ms = Date.parse(line.chargeStart); ms <= Date.parse(line.chargeEnd); ms += dayMs) {
      if (ms >= Date.parse(from.slice(0, 10))) days[dayAt(ms)] = (days[dayAt(ms)] ?? 0) + seats;
    }
  }
  return Object.fromEntries(
    Object.entries(days)
      .filter(([, seats]) => seats !== 0)
      .sort(),
  );
}

/** Seats that a subscription had at the end of each day, up to the last day that is paid. */
function heldSeats(world: World, id: string, lines: readonly ChargeLine[]): Days {
  const moments = historyOf(world, id);
  const last = Math.max(...lines.map((line) => Date.parse(line.chargeEnd)));
  const days: Record<string, number> = {};
  for (let ms = Date.parse(world.options.startsAt.slice(0, 10)); ms <= last; ms += dayMs) {
    const row = moments.findLast((moment) => moment.atMs < ms + dayMs)?.row;
    // What is over cannot have been paid beyond its end.
    if (row !== undefined && isBilled(row) && ms < Date.parse(row.commitmentEndAt)) days[dayAt(ms)] = row.quantity;
  }
  return days;
}
