import { describe, expect, test } from 'vitest';
import { aSubscription, guid } from '../../../test/support/records.ts';
import type { SubscriptionNow } from '../../connectors/ports.ts';
import type { MicrosoftCorrection } from '../../model/difference.ts';
import { termsAtMicrosoft } from './microsoft-terms.ts';

const at = Temporal.Instant.from('2026-11-21T10:00:00Z');
const target = { connectionId: 'c', customerTenantId: guid(1), subscriptionRemoteId: guid(2) };
const seats = (from: string, to: string): MicrosoftCorrection => ({ action: 'setSeats', ...target, from, to });
const now = (more: Partial<SubscriptionNow> = {}): SubscriptionNow => ({
  subscription: aSubscription(1, { seats: 25, endsOn: '2027-02-28' }),
  returnable: [],
  hasBookedChange: false,
  ...more,
});
const batch = (count: number, until: string) => ({ seats: count, until });

describe('seats', () => {
  test('are given back while their batches allow it', () => {
    const returnable = [batch(3, '2026-11-21T10:00:01Z'), batch(2, '2026-11-25T08:00:00Z')];
    expect(termsAtMicrosoft(seats('25', '20'), now({ returnable }), at)).toMatchObject({ reversibility: 'undoableHere' });
  });

  test('of a batch whose window closed this second are refused, and it says what can be done instead', () => {
    const returnable = [batch(3, '2026-11-21T10:00:00Z'), batch(2, '2026-11-25T08:00:00Z')];
    expect(termsAtMicrosoft(seats('25', '20'), now({ returnable }), at)).toMatchObject({
      status: 'refused',
      because: 'nothing_to_correct',
      detail: 'Only 2 of the 5 seats of Microsoft 365 Business Premium can still be given back.',
      hint: expect.stringMatching(/auto-renew off/) as string,
    });
  });

  test('that Microsoft says nothing about may be tried, and it says so', () => {
    const terms = termsAtMicrosoft(seats('25', '20'), now({ returnable: undefined }), at);
    expect(terms).toMatchObject({ warnings: expect.arrayContaining([expect.stringMatching(/does not say how many/)]) as string[] });
  });

  test('are added at any time, and can be given back for 168 hours', () => {
    expect(termsAtMicrosoft(seats('20', '25'), now(), at)).toMatchObject({
      reversibility: 'reversibleUntil',
      reversibleUntil: Temporal.Instant.from('2026-11-28T10:00:00Z'),
    });
  });

  test('delete a change that is booked for the next term, and it says so', () => {
    const terms = termsAtMicrosoft(seats('20', '25'), now({ hasBookedChange: true }), at);
    expect(terms).toMatchObject({ warnings: expect.arrayContaining([expect.stringMatching(/booked for the next term/)]) as string[] });
  });
});

describe('auto-renew', () => {
  test('can be switched back until the renewal begins: midnight UTC after the last day', () => {
    expect(termsAtMicrosoft({ action: 'setAutoRenew', ...target, to: false }, now(), at)).toMatchObject({
      reversibility: 'reversibleUntil',
      reversibleUntil: Temporal.Instant.from('2027-03-01T00:00:00Z'),
    });
  });
});

describe('cancelling', () => {
  const cancel: MicrosoftCorrection = { action: 'cancelSubscription', ...target, seats: '25' };
  const until = (cancelUntil: string | undefined) => now({ subscription: aSubscription(1, { cancelUntil }) });

  test.each(['2026-11-21', '2026-11-25', undefined])('is possible until %s, and cannot be undone', (day) => {
    expect(termsAtMicrosoft(cancel, until(day), at)).toMatchObject({ reversibility: 'cannotBeUndone' });
  });

  test('is refused after its last day, with what can be done instead', () => {
    expect(termsAtMicrosoft(cancel, until('2026-11-20'), at)).toMatchObject({
      status: 'refused',
      hint: expect.stringMatching(/auto-renew/) as string,
    });
  });
});

test('a subscription that is gone is refused', () => {
  expect(termsAtMicrosoft(seats('25', '20'), undefined, at)).toMatchObject({ status: 'refused', because: 'nothing_to_correct' });
});
