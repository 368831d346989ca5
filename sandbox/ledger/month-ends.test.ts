import { describe, expect, test } from 'vitest';
import { SandboxClock } from '../clock.ts';
import { cycleEnd, dayMs, instantAt, type MonthEnd, monthsOf, spanEnd } from '../world/estate/times.ts';
import { historyOf } from '../world/history.ts';
import { settleTerms } from '../world/terms.ts';
import { atPresent } from '../world/terms-cycle.ts';
import type { BillingCycle, Term } from '../world/types.ts';
import { put, World } from '../world/world.ts';
import { bought } from './a-history.ts';
import { chargesOf } from './charges.ts';

const { id } = bought('2021-01-31');

/** A world in which one subscription was bought at noon of a day. */
function aWorld(on: string, term: Term, billingCycle: BillingCycle, monthEnd: MonthEnd): World {
  const startsAt = `${on}T12:00:00Z`;
  const startMs = Date.parse(startsAt);
  const world = new World({ seed: 1, scale: 1, startsAt }, SandboxClock.stoppedAt(startsAt));
  const row = bought(on, {
    term,
    billingCycle,
    commitmentEndAt: spanEnd(startMs, monthsOf(term)),
    billingCycleEndAt: cycleEnd(startMs, startMs, billingCycle, term),
  });
  world.lay([put('subscriptions', row), put('switches', { id: 'billing', value: { ...world.switch('billing'), monthEnd } })]);
  return world;
}

/** The last charge of the ledger, and what the subscription says of its cycle and term. */
function bothOf(world: World) {
  const row = world.tables.subscriptions.get(id);
  const last = [...chargesOf(historyOf(world, id), world.clock.nowMs() + 1, world.switch('billing'))].at(-1);
  if (row === undefined || last === undefined) throw new Error('Nothing was bought');
  const { billingCycleEndAt, commitmentEndAt, effectiveStartAt } = atPresent(row, world);
  return { last, billingCycleEndAt, commitmentEndAt, effectiveStartAt };
}

describe.each(['published', 'clamped'] as const)(
  'month ends, %s: the subscription and the ledger tell of the same charge cycle',
  (monthEnd) => {
    test.each([
      ['P1M', 'monthly'],
      ['P1Y', 'monthly'],
      ['P1Y', 'annual'],
      ['P3Y', 'monthly'],
      ['P3Y', 'annual'],
    ] as const)('%s charged %s', (term, billingCycle) => {
      for (const on of ['2027-01-28', '2027-01-29', '2027-01-30', '2027-01-31', '2028-02-29', '2027-04-30', '2027-08-31', '2027-10-30']) {
        const world = aWorld(on, term, billingCycle, monthEnd);
        let termEnd = bothOf(world).commitmentEndAt;
        for (let week = 0; week < 64; week += 1) {
          const { last, billingCycleEndAt, commitmentEndAt, effectiveStartAt } = bothOf(world);
          expect(instantAt(last.toMs - 1000), `${on} ${instantAt(world.clock.nowMs())}`).toBe(billingCycleEndAt);
          expect(last.row.commitmentEndAt).toBe(commitmentEndAt);
          if (commitmentEndAt !== termEnd) expect(Date.parse(effectiveStartAt)).toBe(Date.parse(termEnd) + 1000);
          termEnd = commitmentEndAt;
          world.clock.step(7 * dayMs);
          settleTerms(world);
        }
      }
    });
  },
);

test('a monthly term bought on 31 January is charged from the 28th for good', () => {
  const world = aWorld('2021-01-31', 'P1M', 'monthly', 'published');
  world.clock.jumpTo(Temporal.Instant.from('2021-06-01T00:00:00Z'));
  settleTerms(world);

  const charges = [...chargesOf(historyOf(world, id), world.clock.nowMs(), world.switch('billing'))];

  expect(charges.map(({ type, fromMs, toMs }) => [type, instantAt(fromMs).slice(0, 10), instantAt(toMs - 1000).slice(0, 10)])).toEqual([
    ['new', '2021-01-31', '2021-02-27'],
    ['renew', '2021-02-28', '2021-03-27'],
    ['renew', '2021-03-28', '2021-04-27'],
    ['renew', '2021-04-28', '2021-05-27'],
    ['renew', '2021-05-28', '2021-06-27'],
  ]);
});
