import { describe, expect, test } from 'vitest';
import type { Books } from '../books.ts';
import { parseDay } from '../days.ts';
import type { AuditEvent, PsaLine, Subscription } from '../model.ts';
import { causesOfQuantity } from './quantity-causes.ts';

const seats = (count: number): number => count * 1_000_000;
const event = (date: string, from: number, to: number): AuditEvent => ({
  ...{ subscriptionId: 'sub', on: parseDay(date) ?? 0, from: seats(from), to: seats(to), isCancellation: false },
});

function told(
  events: readonly AuditEvent[],
  { bought = 25, billed = 20, supplied }: { bought?: number; billed?: number; supplied?: number },
) {
  // Only these are looked at.
  const books = {
    audit: new Map([['sub', events]]),
    distributor: supplied === undefined ? undefined : { subscriptions: [{ subscriptionId: 'sub', quantity: seats(supplied) }] },
  } as unknown as Books;
  const subscription = { id: 'sub', quantity: seats(bought) } as Subscription;
  const lines = [{ subscriptionId: 'sub', quantity: seats(billed) } as PsaLine];
  return causesOfQuantity(subscription, lines, books).map(({ code, certainty }) => `${code} ${certainty}`);
}

describe('why other seats are billed than were bought', () => {
  test('the log tells it, and that the distributor counts as the PSA comes second', () => {
    expect(told([event('2026-07-12', 20, 25)], { supplied: 20 })).toEqual(['seats_added likely', 'distributor_behind possible']);
    expect(told([event('2026-07-12', 20, 15)], { bought: 15 })).toEqual(['seats_reduced likely']);
  });

  test('without a log only the distributor says something', () => {
    expect(told([], { supplied: 20 })).toEqual(['distributor_behind possible']);
    expect(told([], { supplied: 25 })).toEqual(['unknown unknown']);
  });
});
