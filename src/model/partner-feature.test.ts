import { describe, expect, test } from 'vitest';
import type { Probe } from './connection.ts';
import { featureStates, PartnerFeature, partnerFeatures } from './partner-feature.ts';

const names = [...new Set(Object.values(partnerFeatures).flatMap(({ probes }) => probes))];
const probe = (name: string, over: Partial<Probe> = {}): Probe => ({ name, outcome: 'passed', ms: 1, detail: 'It can be read', ...over });
const allBut = (name: string, over: Partial<Probe>): Probe[] => names.map((each) => probe(each, each === name ? over : {}));
const direct = { cloud: 'global', partnerType: 'directBill', writeKinds: ['subscriptions'] } as const;

const standing = (feature: PartnerFeature, account: Parameters<typeof featureStates>[0], probes: readonly Probe[]) =>
  featureStates(account, probes).find((state) => state.feature === feature);
const lost = (probes: readonly Probe[]) =>
  featureStates(direct, probes)
    .filter(({ standing }) => standing === 'lost')
    .map(({ feature }) => feature);

test('with every check passed a direct partner has everything', () => {
  expect(
    featureStates(
      direct,
      names.map((name) => probe(name)),
    ).map(({ standing }) => standing),
  ).toEqual(PartnerFeature.options.map(() => 'works'));
});

test('before the first check nothing is promised', () => {
  expect(featureStates(direct, []).every(({ standing }) => standing === 'unknown')).toBe(true);
});

describe('what falls away with a check', () => {
  test.each([
    ['invoices', ['invoices', 'billingExport']],
    ['billing export', ['billingExport']],
    ['subscriptions', ['subscriptions', 'seatChanges']],
    ['access (GDAP)', ['access', 'licences']],
    ['activity log', ['activity']],
    ['price sheet', ['prices']],
    ['webhook registration', ['webhook']],
  ])('%s takes %j, and nothing else', (name, features) => {
    expect(lost(allBut(name, { outcome: 'failed', code: 'remote_forbidden', detail: 'Forbidden' }))).toEqual(features);
  });

  test('the sign-in takes everything', () => {
    expect(lost(allBut('sign-in', { outcome: 'failed', detail: 'No' }))).toEqual(PartnerFeature.options);
  });

  test('it says which check, which role would help and what goes on without it', () => {
    const state = standing('invoices', direct, allBut('invoices', { outcome: 'failed', detail: 'Forbidden' }));

    expect(state).toMatchObject({
      because: 'The check "invoices" did not pass: Forbidden.',
      roles: ['Billing admin', 'Admin agent'],
      without: 'Subscriptions are compared with distributor and PSA; what Microsoft charged is not.',
    });
  });
});

test('changes of seats wait for the switch', () => {
  expect(
    standing(
      'seatChanges',
      { ...direct, writeKinds: [] },
      names.map((name) => probe(name)),
    )?.standing,
  ).toBe('off');
});

describe('what Microsoft does not offer is explained, whatever a check says', () => {
  const all = names.map((name) => probe(name));

  test.each([
    [
      'an indirect reseller',
      { ...direct, partnerType: 'indirectReseller' as const },
      ['seatChanges', 'invoices', 'billingExport', 'prices'],
    ],
    ['an indirect provider', { ...direct, partnerType: 'indirectProvider' as const }, []],
    ['US Government', { ...direct, cloud: 'usGovernment' as const }, ['billingExport', 'prices']],
    ['China', { ...direct, cloud: 'china' as const }, ['billingExport', 'prices', 'access', 'licences']],
  ])('%s', (_who, account, features) => {
    const without = featureStates(account, all).filter(({ standing: has }) => has === 'notOffered');

    expect(without.map(({ feature }) => feature)).toEqual(features);
    expect(without.every(({ because }) => because?.endsWith('.') === true)).toBe(true);
  });

  test('a refusal that the remote itself explains', () => {
    const probes = allBut('price sheet', { outcome: 'skipped', code: 'not_offered', detail: 'Not for this account' });

    expect(standing('prices', direct, probes)).toMatchObject({ standing: 'notOffered', because: 'Not for this account.' });
  });
});
