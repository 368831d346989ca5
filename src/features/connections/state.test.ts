import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Fault } from '../../lib/errors.ts';
import { ConnectionState, DegradedReason, type Probe } from '../../model/connection.ts';
import { RemoteError } from '../../platform/http/fault.ts';
import { identityOf, missingSecrets } from './identity.ts';
import { mergeSecrets, secretNames } from './secrets.ts';
import { afterProbes, afterReading, mayBecome, reasonOf } from './state.ts';

const passed: Probe = { name: 'token', outcome: 'passed', ms: 1, detail: 'Yes' };
const failed = (code: string): Probe => ({ name: 'token', outcome: 'failed', ms: 1, code, detail: 'No' });
const skipped: Probe = { name: 'customers', outcome: 'skipped', ms: 0, detail: 'Not tried' };

describe('why a connection is degraded', () => {
  test.each([
    [['wrong_tenant'], 'wrongTenant'],
    [['AADSTS50076'], 'mfaRequired'],
    [['900421'], 'mfaRequired'],
    [['remote_signed_out'], 'reconsentNeeded'],
    [['secrets_missing'], 'reconsentNeeded'],
    [['remote_forbidden'], 'roleMissing'],
    [['remote_throttled'], 'throttled'],
    [['remote_down'], 'remoteDown'],
    [['remote_timeout'], 'remoteDown'],
    [['remote_insecure'], 'remoteDown'],
    [['wrong_keys'], 'rejected'],
    [['remote_unreadable'], 'unreadable'],
    [['something_new'], 'rejected'],
    [[], 'rejected'],
    // Of several the one that a person has to mend first.
    [['remote_forbidden', 'remote_signed_out'], 'reconsentNeeded'],
    [['remote_down', 'wrong_tenant'], 'wrongTenant'],
    [['remote_throttled', 'AADSTS50076'], 'mfaRequired'],
  ] as const)('%j is %s', (codes, reason) => {
    expect(reasonOf(codes)).toBe(reason);
  });

  test('is always one of the words that people can read', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (codes) => {
        expect(DegradedReason.options).toContain(reasonOf(codes));
      }),
    );
  });
});

describe('a connection that nobody signed in for yet', () => {
  test.each(['draft', 'awaitingConsent'] as const)('goes on waiting as %s, whatever else is asked', (state) => {
    const fault = new Fault('consent_missing', 'needs_operator', 'Nobody has signed in');

    expect(afterProbes(state, [failed('consent_missing'), skipped])).toEqual({ state, reason: null });
    expect(afterReading({ state, reason: null }, { error: fault, read: false })).toEqual({ state, reason: null });
  });

  test('is not the same as one whose consent is gone', () => {
    expect(afterProbes('connected', [failed('consent_missing')])).toEqual({ state: 'degraded', reason: 'reconsentNeeded' });
  });
});

describe('a connection after its probes', () => {
  test.each([
    ['all passed', 'draft', [passed], { state: 'connected', reason: null }],
    ['some were skipped', 'degraded', [passed, skipped], { state: 'connected', reason: null }],
    ['one failed', 'connected', [passed, failed('remote_forbidden')], { state: 'degraded', reason: 'roleMissing' }],
    ['one failed at a draft', 'draft', [failed('remote_down')], { state: 'degraded', reason: 'remoteDown' }],
    ['it was switched off', 'off', [passed], { state: 'off', reason: null }],
    ['it was switched off and fails', 'off', [failed('remote_down')], { state: 'off', reason: null }],
  ] as const)('when %s', (_when, from, probes, standing) => {
    expect(afterProbes(from, probes)).toEqual(standing);
  });

  test('is never in a state that may not follow, and has a reason exactly when it is degraded', () => {
    const probe = fc.constantFrom(passed, skipped, failed('remote_down'), failed('900421'), failed(''));
    fc.assert(
      fc.property(fc.constantFrom(...ConnectionState.options), fc.array(probe, { maxLength: 5 }), (from, probes) => {
        const standing = afterProbes(from, probes);

        expect(mayBecome(from, standing.state)).toBe(true);
        expect(standing.reason !== null).toBe(standing.state === 'degraded');
      }),
    );
  });
});

describe('a connection after a reading', () => {
  const connected = { state: 'connected', reason: null } as const;
  const down = { state: 'degraded', reason: 'remoteDown' } as const;

  test.each([
    ['all came', down, { error: undefined, read: true }, connected],
    ['nothing was asked', down, { error: undefined, read: false }, down],
    [
      'it was signed out',
      connected,
      { error: new RemoteError('remote_signed_out', 'needs_operator', 'x', {}), read: true },
      { state: 'degraded', reason: 'reconsentNeeded' },
    ],
    [
      'the remote’s own code says more',
      connected,
      { error: new RemoteError('remote_signed_out', 'needs_operator', 'x', { remoteCode: 'AADSTS50076' }), read: false },
      { state: 'degraded', reason: 'mfaRequired' },
    ],
    [
      'its secrets do not open',
      connected,
      { error: new Fault('secret_unreadable', 'needs_operator', 'x'), read: false },
      { state: 'degraded', reason: 'unreadable' },
    ],
    [
      'something broke that we do not know',
      connected,
      { error: new TypeError('x'), read: false },
      { state: 'degraded', reason: 'unreadable' },
    ],
    ['it is paused', { state: 'off', reason: null }, { error: new TypeError('x'), read: true }, { state: 'off', reason: null }],
  ] as const)('when %s', (_when, from, told, standing) => {
    expect(afterReading(from, told)).toEqual(standing);
  });
});

describe('what a connection is, whoever signs in (F46)', () => {
  const microsoft = {
    kind: 'partnerCenter',
    cloud: 'global',
    partnerType: 'directBill',
    tenantId: 'AAAAAAAA-0000-4000-8000-000000000001',
    clientId: 'a',
  } as const;
  const psa = {
    kind: 'connectWise',
    baseUrl: 'https://API-NA.myconnectwise.net/',
    companyId: 'North',
    publicKey: 'p',
    clientId: 'c',
  } as const;

  test.each([
    [microsoft, 'global/aaaaaaaa-0000-4000-8000-000000000001'],
    [{ ...microsoft, clientId: 'another app' }, 'global/aaaaaaaa-0000-4000-8000-000000000001'],
    [{ ...microsoft, cloud: 'china' }, 'china/aaaaaaaa-0000-4000-8000-000000000001'],
    [psa, 'api-na.myconnectwise.net/north'],
    [{ ...psa, publicKey: 'another key', companyId: 'NORTH' }, 'api-na.myconnectwise.net/north'],
    [{ ...psa, baseUrl: 'http://127.0.0.1:8090/api-na.myconnectwise.net' }, 'api-na.myconnectwise.net/north'],
    [{ kind: 'pax8', baseUrl: 'https://api.pax8.com', clientId: 'Case-Matters' }, 'api.pax8.com/Case-Matters'],
  ] as const)('%j', (settings, identity) => {
    expect(identityOf(settings)).toBe(identity);
  });
});

describe('secrets', () => {
  test.each([
    ['partnerCenter', { refreshToken: 't' }, ['clientSecret']],
    ['partnerCenter', { clientSecret: 's' }, []],
    ['pax8', { clientSecret: 's' }, []],
    ['connectWise', { clientSecret: 's' }, ['privateKey']],
  ] as const)('of %s with %j lack %j', (kind, given, missing) => {
    expect(missingSecrets(kind, given)).toEqual(missing);
  });

  test('that are not given anew stay, and only their names are told', () => {
    const merged = mergeSecrets({ clientSecret: 'old', refreshToken: 'token' }, { clientSecret: 'new', refreshToken: undefined });

    expect(merged).toEqual({ clientSecret: 'new', refreshToken: 'token' });
    expect(secretNames(merged)).toEqual(['clientSecret', 'refreshToken']);
  });
});
