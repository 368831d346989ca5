import { describe, expect, test } from 'vitest';
import { firstDay, isDue, lookSeconds, pollEverySeconds } from './pace.ts';
import { addressFault } from './relay-destinations.ts';
import { ofRecord, parseResource, textOf } from './resource.ts';

describe('the activity log', () => {
  test.each([
    ['2026-11-21T12:00:00Z', '2026-11-21'],
    ['2026-11-21T00:59:59Z', '2026-11-20'],
    ['2026-11-21T01:00:00Z', '2026-11-21'],
  ])('known until %s is read from %s on: yesterday too until 01:00 UTC', (knownUntil, day) => {
    expect(firstDay(Temporal.Instant.from(knownUntil))).toBe(day);
  });

  test('is read each minute until notifications reach us, then each five minutes; a shut account less often', () => {
    const standing = { untold: 0, failures: 0 };

    expect(pollEverySeconds({ ...standing, holder: 'foreign' })).toBe(60);
    expect(pollEverySeconds({ ...standing, holder: 'none' })).toBe(60);
    expect(pollEverySeconds({ ...standing, holder: 'ours' })).toBe(300);
    expect(pollEverySeconds({ ...standing, holder: 'ours', untold: 1 })).toBe(60);
    expect(pollEverySeconds({ ...standing, holder: 'foreign', failures: 4 })).toBe(900);
  });

  test('another tool that takes the registration shows within two minutes', () => {
    const looked = Temporal.Instant.from('2026-11-21T12:00:00Z');

    expect(isDue(looked, lookSeconds({ failures: 0 }), looked.add({ seconds: 120 }))).toBe(true);
  });

  test.each([
    ['update_subscription', 'subscriptions t'],
    ['add_customer', 'customer t'],
    ['extend_relationship', 'customer t'],
    ['granular_admin_relationship_terminated', 'access'],
    ['ready_invoice', 'invoices'],
    ['something_new', 'customer t'],
  ])('%s means: read %s again', (operation, resource) => {
    const found = ofRecord({ operation, customerTenantId: 'T' });

    expect(textOf(found)).toBe(resource);
    expect(parseResource(textOf(found))).toEqual(found);
  });
});

test.each([
  ['http://tool.example/hook', 'notHttps'],
  ['https://ana:secret@tool.example/hook', 'hasLogin'],
  ['https://127.0.0.1/hook', 'isNetworkAddress'],
  ['https://2130706433/hook', 'isNetworkAddress'],
  ['https://0x7f.1/hook', 'isNetworkAddress'],
  ['https://[::1]/hook', 'isNetworkAddress'],
  ['https://localhost/hook', 'isNetworkAddress'],
  ['https://tool.example./hook', 'isNetworkAddress'],
  ['https://tool.example/hook#x', 'hasFragment'],
  ['https:\\\\tool.example', 'unreadable'],
  ['nowhere', 'unreadable'],
  [`https://concord.example/hooks/partner-center/${'A'.repeat(43)}/relay`, 'isOurs'],
  ['https://tool.example/hook?code=key', undefined],
])('notifications are handed on to %s: %s', (address, fault) => {
  expect(addressFault(address, false)).toBe(fault);
});
