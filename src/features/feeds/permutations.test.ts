import { expect, test } from 'vitest';
import { Seeded } from '../../lib/seeded.ts';
import { afterReading, isReadable, never, type Readings } from './folding.ts';

/**
 * The stream of events in memory: what Microsoft holds, what we hold, and events that only say what to read again. Lost, doubled, reordered and
 * two days late, with notifications, relayed ones and the activity log side by side. events.db.test.ts is the same through the receiver and into a database.
 */
type Event = { readonly key: string; readonly customer: string; readonly arrives: Temporal.Instant };
type Row = { readonly value: number; readonly seenAt: Temporal.Instant };

const start = Temporal.Instant.from('2026-11-21T10:00:00Z');
const customers = ['a', 'b', 'c', 'd', 'e'];

/** What befalls the events of a scenario on their way. */
type Fate = (events: readonly Event[], chance: Seeded) => readonly Event[];
const twoDays = { hours: 48 };
const fates: Readonly<Record<string, Fate>> = {
  'in order': (events) => events,
  lost: (events, chance) => events.filter(() => chance.next() < 0.5),
  doubled: (events, chance) => events.flatMap((event) => Array.from({ length: 1 + chance.int(0, 3) }, () => event)),
  reordered: (events, chance) => events.map((event) => ({ ...event, arrives: event.arrives.add({ seconds: chance.int(0, 900) }) })),
  'two days late': (events, chance) =>
    events.map((event) => (chance.next() < 0.3 ? { ...event, arrives: event.arrives.add(twoDays) } : event)),
};

/** One history: changes at Microsoft, events about them, readings by the rules of folding, and a full reading at the end. */
function live(fate: Fate, chance: Seeded): { readonly theirs: ReadonlyMap<string, number>; readonly ours: ReadonlyMap<string, number> } {
  const changes = Array.from({ length: 30 }, (_, nth) => ({
    customer: customers[chance.int(0, customers.length - 1)] ?? 'a',
    value: nth,
    at: start.add({ seconds: chance.int(0, 600) }),
  })).toSorted((a, b) => Temporal.Instant.compare(a.at, b.at));
  const told = changes.map(({ customer, at, value }) => ({ key: `${value}`, customer, arrives: at.add({ milliseconds: 200 }) }));
  const valueAt = (customer: string, when: Temporal.Instant): number =>
    changes.findLast((change) => change.customer === customer && Temporal.Instant.compare(change.at, when) <= 0)?.value ?? -1;

  const ours = new Map<string, Row>();
  const read = (customer: string, askedAt: Temporal.Instant): void => {
    const known = ours.get(customer);
    // What was read later stays (S2): an answer that comes late overwrites nothing.
    if (known === undefined || Temporal.Instant.compare(known.seenAt, askedAt) <= 0)
      ours.set(customer, { value: valueAt(customer, askedAt), seenAt: askedAt });
  };
  const seen = new Set<string>();
  const waiting = new Set<string>();
  const readings = new Map<string, Readings>();
  const passTo = (now: Temporal.Instant): void => {
    for (const customer of waiting) {
      const before = readings.get(customer) ?? never;
      if (!isReadable(before, now)) continue;
      waiting.delete(customer);
      readings.set(customer, afterReading(before, now));
      // The answer is from a moment before: readings of workers overlap.
      read(customer, now.subtract({ milliseconds: chance.int(0, 100) }));
    }
  };
  for (const event of fate(told, chance).toSorted((a, b) => Temporal.Instant.compare(a.arrives, b.arrives))) {
    if (!seen.has(event.key)) waiting.add(event.customer);
    seen.add(event.key);
    passTo(event.arrives);
  }
  const over = start.add({ hours: 72 });
  passTo(over);
  expect(waiting.size).toBe(0); // nothing that was told is forgotten
  for (const customer of customers) read(customer, over); // the full reading heals what nobody told of
  return {
    theirs: new Map(customers.map((customer) => [customer, valueAt(customer, over)])),
    ours: new Map(customers.map((customer) => [customer, ours.get(customer)?.value ?? -1])),
  };
}

test.each(Object.entries(fates))('events that come %s end in the state that Microsoft has, over 1,000 histories', (name, fate) => {
  const wrong = Array.from({ length: 1_000 }, (_, seed) => live(fate, new Seeded(`${name} ${seed}`))).filter(({ theirs, ours }) =>
    customers.some((customer) => theirs.get(customer) !== ours.get(customer)),
  );

  expect(wrong).toEqual([]);
});

test('many events of one resource are few readings: one at once, one after five seconds, then one in thirty', () => {
  const readAt: number[] = [];
  let before = never;
  for (let second = 0; second < 120; second += 1) {
    const now = start.add({ seconds: second });
    if (!isReadable(before, now)) continue;
    readAt.push(second);
    before = afterReading(before, now);
  }

  expect(readAt).toEqual([0, 5, 35, 65, 95]);
});
