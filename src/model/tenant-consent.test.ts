import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Consent, type ConsentEvent, consentAfter, isPropagating, isReady, noConsent, tenantConsentNext } from './tenant-consent.ts';

const start = Temporal.Instant.from('2026-11-21T09:00:00Z');
const after = (...events: readonly ConsentEvent[]): Consent =>
  events.reduce((consent, event, index) => consentAfter(consent, event, start.add({ seconds: index })), noConsent);

test.each([
  ['a read works although nobody granted anything here', ['readWorked'], 'granted'],
  ['a read is refused and nobody granted anything', ['readRefused'], 'missing'],
  ['it is granted', ['readRefused', 'granted'], 'granted'],
  ['Partner Center refuses it', ['readRefused', 'refused'], 'refused'],
  ['it is granted and reads are refused for now', ['granted', 'readRefused', 'readRefused'], 'granted'],
  ['it worked and does no more', ['granted', 'readWorked', 'readRefused'], 'withdrawn'],
  ['it is given again after it was withdrawn', ['readWorked', 'readRefused', 'granted', 'readWorked'], 'granted'],
  ['it is taken back here', ['granted', 'readWorked', 'removed'], 'missing'],
] as const)('when %s', (_what, events, state) => {
  expect(after(...events).state).toBe(state);
});

test('a grant that does not let us in is looked at again with growing pauses, and counts as refused after some hours', () => {
  let [consent, now] = [consentAfter(noConsent, 'granted', start), start];
  const pauses: number[] = [];
  while (consent.state === 'granted') {
    const next = consent.nextCheckAt ?? now;
    pauses.push(now.until(next).total('seconds'));
    now = next;
    consent = consentAfter(consent, 'readRefused', now);
    expect(isPropagating(consent)).toBe(consent.state === 'granted');
  }

  expect(consent.state).toBe('refused');
  expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
  expect(start.until(now).total('hours')).toBeGreaterThan(1);
});

test('whatever happens in whatever order, a state is followed only by one that may follow it, and somebody looks again', () => {
  const event = fc.constantFrom<ConsentEvent>('granted', 'refused', 'removed', 'readWorked', 'readRefused');
  fc.assert(
    fc.property(fc.array(event, { maxLength: 20 }), (events) => {
      let consent = noConsent;
      for (const [index, each] of events.entries()) {
        const next = consentAfter(consent, each, start.add({ seconds: index }));
        const allowed: readonly string[] = [consent.state, ...tenantConsentNext[consent.state]];
        expect(allowed).toContain(next.state);
        expect(next.nextCheckAt).toBeDefined();
        consent = next;
      }
    }),
  );
});

test('Ready is lost when either part is lost, and when no read worked lately where that is asked for', () => {
  const ready = { access: 'active', consent: 'granted', workedAt: start } as const;

  expect(isReady(ready, start)).toBe(true);
  expect(isReady({ ...ready, access: 'expired' }, start)).toBe(false);
  expect(isReady({ ...ready, consent: 'withdrawn' }, start)).toBe(false);
  expect(isReady(ready, start.add({ hours: 5 }), 4)).toBe(false);
  expect(isReady({ ...ready, workedAt: null }, start, 4)).toBe(false);
});
