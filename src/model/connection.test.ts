import { describe, expect, test } from 'vitest';
import { Cloud, cloudHosts } from './cloud.ts';
import { ConnectionKind, ConnectionSecrets, ConnectionSettings, Probe, Side, sideOf } from './connection.ts';
import { MatchHow, MatchTier, matchTierOf } from './mapping.ts';

const microsoft = {
  kind: 'partnerCenter',
  cloud: 'global',
  partnerType: 'directBill',
  tenantId: '017f22e2-79b0-4cc3-98c4-dc0c0c07398f',
  clientId: 'app',
} as const;

describe('settings of a connection', () => {
  test.each([
    ['Partner Center', microsoft],
    ['Partner Center with the user behind it', { ...microsoft, userPrincipalName: 'it@contoso.com' }],
    ['Pax8', { kind: 'pax8', baseUrl: 'https://api.pax8.com', clientId: 'c' }],
    [
      'ConnectWise',
      { kind: 'connectWise', baseUrl: 'https://api-na.myconnectwise.net', companyId: 'north', publicKey: 'p', clientId: 'c' },
    ],
    [
      'ConnectWise in the trial',
      { kind: 'connectWise', baseUrl: 'http://127.0.0.1:8090/api-na.myconnectwise.net', companyId: 'n', publicKey: 'p', clientId: 'c' },
    ],
  ])('of %s are taken', (_what, settings) => {
    expect(ConnectionSettings.parse(settings)).toEqual(settings);
  });

  test.each([
    ['of a kind that we do not know', { ...microsoft, kind: 'autotask' }],
    ['with a field that we do not know', { ...microsoft, domain: 'contoso.com' }],
    ['with a secret among them', { ...microsoft, clientSecret: 'x' }],
    ['without a tenant', { ...microsoft, tenantId: undefined }],
    ['with a domain for a tenant', { ...microsoft, tenantId: 'contoso.onmicrosoft.com' }],
    ['of a cloud that does not exist', { ...microsoft, cloud: 'moon' }],
    ['with a partner type of ours', { ...microsoft, partnerType: 'tier2' }],
    ['with an empty client id', { ...microsoft, clientId: '' }],
    ['of Pax8 with no address', { kind: 'pax8', baseUrl: 'api.pax8.com', clientId: 'c' }],
    ['of ConnectWise without a company', { kind: 'connectWise', baseUrl: 'https://a.b', companyId: '', publicKey: 'p', clientId: 'c' }],
  ])('%s are refused', (_what, settings) => {
    expect(ConnectionSettings.safeParse(settings).success).toBe(false);
  });

  test('an unknown field is named, so that a typing mistake is found', () => {
    const result = ConnectionSettings.safeParse({ ...microsoft, tennantId: 'x' });

    expect(JSON.stringify(result.error?.issues)).toContain('tennantId');
  });
});

describe('secrets of a connection', () => {
  test('may be given one at a time, but never empty and never under another name', () => {
    expect(ConnectionSecrets.parse({ refreshToken: 't' })).toEqual({ refreshToken: 't' });
    expect(ConnectionSecrets.safeParse({ refreshToken: '' }).success).toBe(false);
    expect(ConnectionSecrets.safeParse({ passphrase: 'x' }).success).toBe(false);
  });
});

describe('a probe', () => {
  const probe = { name: 'token', outcome: 'passed', ms: 12, detail: 'Yes' };

  test.each([
    ['that took less than no time', { ...probe, ms: -1 }],
    ['of half a millisecond', { ...probe, ms: 0.5 }],
    ['with an outcome in between', { ...probe, outcome: 'maybe' }],
  ])('%s is refused', (_what, value) => {
    expect(Probe.safeParse(value).success).toBe(false);
  });

  test('says at least what, how it went, how long and in words', () => {
    expect(Probe.parse(probe)).toEqual(probe);
  });
});

describe('the three books', () => {
  test('have one side for each kind of connection, and a kind for each side', () => {
    expect(Object.keys(sideOf).sort()).toEqual([...ConnectionKind.options].sort());
    expect(new Set(Object.values(sideOf))).toEqual(new Set(Side.options));
  });
});

// partner-center-api reference 1.1; F43: what belongs to one cloud is never sent to another.
describe('clouds', () => {
  test('that are open have hosts; Germany is closed', () => {
    expect(Object.keys(cloudHosts).sort()).toEqual(Cloud.options.filter((cloud) => cloud !== 'germany').sort());
  });

  test.each(['login', 'graph'] as const)('share no %s host', (host) => {
    const hosts = Object.values(cloudHosts).map((each) => each[host]);

    expect(new Set(hosts).size).toBe(hosts.length);
  });

  test('have bare host names: no scheme, path or port that a token could follow elsewhere', () => {
    for (const hosts of Object.values(cloudHosts))
      for (const host of Object.values(hosts)) expect(host).toMatch(/^[a-z0-9]+(\.[a-z0-9]+)+$/);
  });
});

// ux reference 5.7: names never merge by look-alike; only certain evidence maps by itself.
describe('how a match was made', () => {
  test('has a tier for each way', () => {
    expect(Object.keys(matchTierOf).sort()).toEqual([...MatchHow.options].sort());
    for (const tier of Object.values(matchTierOf)) expect(MatchTier.options).toContain(tier);
  });

  test.each([
    ['tenantId', 'certain'],
    ['manual', 'certain'],
    ['exactName', 'exact'],
    ['domain', 'strong'],
    ['foldedName', 'strong'],
  ] as const)('by %s is %s', (how, tier) => {
    expect(matchTierOf[how]).toBe(tier);
  });

  test('is never certain by name or domain', () => {
    for (const how of ['domain', 'exactName', 'foldedName', 'agreementLines'] as const) expect(matchTierOf[how]).not.toBe('certain');
  });
});
