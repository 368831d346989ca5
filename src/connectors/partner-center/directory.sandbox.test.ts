import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aWorldOfRemotes, type Remotes, readAll } from '../../../test/support/world-of-remotes.ts';
import { must } from '../../lib/must.ts';
import { problemsOf } from '../../model/bill-to-rules.ts';
import type { MicrosoftCustomer } from '../../model/customer.ts';
import type { CustomerDirectory } from '../ports.ts';

let remotes: Remotes;
let directory: CustomerDirectory;
let customers: readonly MicrosoftCustomer[];
beforeAll(async () => {
  remotes = await aWorldOfRemotes();
  const microsoft = remotes.marketplace();
  directory = must(microsoft.directory, 'the directory');
  customers = (await readAll(microsoft.customers())).items;
});
afterAll(() => remotes.close());
const some = (): MicrosoftCustomer => must(customers[0], 'a customer');

describe('looking a customer up at Partner Center', () => {
  test('finds it by its tenant id and by its whole first domain only', async () => {
    const { tenantId, domain } = some();

    expect(await directory.find({ tenantId })).toMatchObject([{ tenantId, domain }]);
    expect(await directory.find({ domain })).toMatchObject([{ tenantId }]);
    expect(await directory.find({ domain: domain.slice(0, -1) })).toEqual([]);
  });

  test('finds none for a tenant that is not ours', async () => {
    expect(await directory.find({ tenantId: 'aaaaaaaa-0000-4000-8000-000000000001' })).toEqual([]);
  });

  test('tells a domain that somebody has from one that is free', async () => {
    expect(await directory.isDomainTaken(some().domain)).toBe(true);
    expect(await directory.isDomainTaken('nobody-has-this-one.com')).toBe(false);
  });

  test('gives the link of this account by which a customer accepts it', async () => {
    const { tenantId } = must(remotes.credentials.partnerAccounts[0], 'an account');

    expect(await directory.invitation()).toContain(`invType=ResellerRelationship&partnerId=${tenantId}`);
  });
});

describe('the profile of a customer', () => {
  test('comes with its billing address, its domains, and what Microsoft asks in its country', async () => {
    const { tenantId, name, domain } = some();

    const profile = must(await directory.profile(tenantId), 'the profile');
    const rules = await directory.countryRules(profile.billTo.country);

    expect(profile).toMatchObject({ billTo: { companyName: name, country: expect.stringMatching(/^[A-Z]{2}$/) as string } });
    expect(profile.domains).toContain(domain);
    expect(profile.etag).not.toBe('');
    expect(rules?.country).toBe(profile.billTo.country);
    expect(problemsOf(profile.billTo, profile.registrationNumber, rules)).toEqual([]);
  });

  test('of a stranger is none, and a country that does not exist has no rules', async () => {
    expect(await directory.profile('aaaaaaaa-0000-4000-8000-000000000001')).toBeUndefined();
    expect(await directory.countryRules('XX')).toBeUndefined();
  });
});

test('an indirect provider has its resellers, each with its partner id and its customers', async () => {
  const answer = await fetch(`${remotes.url}/_control/credentials`);
  const { partnerAccounts } = (await answer.json()) as { partnerAccounts: Parameters<Remotes['marketplace']>[0][] };
  const tenantId = must(
    remotes.world.tables.partnerAccounts.all().find(({ partnerType, cloud }) => partnerType === 'indirectProvider' && cloud === 'global'),
    'a provider',
  ).tenantId;
  const provider = partnerAccounts.find((account) => account?.tenantId === tenantId);
  const own = must(remotes.marketplace({ ...must(provider, 'its keys'), partnerType: 'indirectProvider' }).directory, 'the directory');

  const resellers = (await own.resellers?.()) ?? [];

  expect(resellers.length).toBeGreaterThan(0);
  expect(resellers.every(({ mpnId }) => /^\d+$/.test(mpnId))).toBe(true);
  expect(resellers.some(({ customerTenantIds }) => customerTenantIds.length > 0)).toBe(true);
});
