import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { aWorldOfRemotes, type Remotes, readAll } from '../../../test/support/world-of-remotes.ts';
import { must } from '../../lib/must.ts';
import type { ConnectionSecrets } from '../../model/connection.ts';
import type { Marketplace } from '../ports.ts';
import { certificateFetcher } from './webhook-certificate.ts';

let remotes: Remotes;
let microsoft: Marketplace;
beforeAll(async () => {
  remotes = await aWorldOfRemotes();
  microsoft = remotes.marketplace();
});
afterAll(() => remotes.close());
afterEach(() => fetch(`${remotes.url}/_control/faults`, { method: 'DELETE' }));

type Rule = { readonly match?: object; readonly do: object; readonly times?: number };
const fault = ({ match, ...rule }: Rule): Promise<unknown> =>
  remotes.control('faults', { match: { remote: 'partner-center', ...match }, times: 1, ...rule });
const customers = { pathTemplate: '/v1/customers' };
const ownTenant = (): string => must(remotes.credentials.partnerAccounts[0], 'an account').tenantId;

describe('reading one partner account', () => {
  test('customers come with tenant id, name and domain', async () => {
    const { items, quarantined } = await readAll(microsoft.customers());

    expect(items.length).toBeGreaterThan(4);
    expect(quarantined).toEqual([]);
    for (const customer of items) {
      expect(customer).toMatchObject({
        cloud: 'global',
        relationship: 'reseller',
        tenantId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      });
      expect(customer.name).not.toBe('');
    }
  });

  test('subscriptions of a customer come whole, counted, with product, SKU, term and dates', async () => {
    const [customer] = (await readAll(microsoft.customers())).items;

    const page = await microsoft.subscriptions(customer?.tenantId ?? '');

    expect(page.quarantined).toEqual([]);
    expect(page.total).toBe(page.items.length);
    expect(page.items[0]).toMatchObject({
      key: { productId: expect.stringMatching(/^[A-Z0-9]{12}$/) as string, skuId: expect.stringMatching(/^[A-Z0-9]{4}$/) as string },
      startsOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string,
      isUsage: false,
    });
  });

  test('access of customers comes in our words, joined from Graph', async () => {
    const { items } = await readAll(microsoft.access());

    expect(items.length).toBeGreaterThan(3);
    const active = items.find((one) => one.state === 'active');
    expect(active).toMatchObject({ remoteStatus: 'active', customerTenantId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string });
    expect(active?.roleIds.length).toBeGreaterThan(0);
    expect(active?.endsAt).toBeInstanceOf(Temporal.Instant);
  });

  test('a changed subscription shows in the activity of the day, as a hint what to read again', async () => {
    const { items } = await readAll(microsoft.customers());
    const customer = must(items[1], 'a customer');
    const subscription = must((await microsoft.subscriptions(customer.tenantId)).items[0], 'a subscription');
    await remotes.control('act', { action: 'portal.seats', subscriptionId: subscription.remoteId, quantity: subscription.seats + 3 });

    const today = Temporal.Now.plainDateISO('UTC').toString();
    const hints = (await readAll(microsoft.activity(today))).items;

    expect(hints.map((hint) => hint.subscriptionRemoteId)).toContain(subscription.remoteId);
    expect(hints.find((hint) => hint.subscriptionRemoteId === subscription.remoteId)?.customerTenantId).toBe(customer.tenantId);
  });

  test('activity older than Microsoft keeps asks for a full read instead of showing a part', async () => {
    await expect(readAll(iterate(() => microsoft.activity('2020-01-01')))).rejects.toMatchObject({ code: 'cursor_expired' });
  });

  test('a customer id that is no tenant id is never put into an address', async () => {
    const asked = await remotes.calls('partner-center');

    await expect(microsoft.subscriptions('../invoices')).rejects.toMatchObject({ code: 'not_a_tenant_id' });
    expect(await remotes.calls('partner-center')).toHaveLength(asked.length);
  });
});

async function* iterate<T>(make: () => AsyncIterable<T>): AsyncGenerator<T> {
  yield* make();
}

describe('pages', () => {
  const page = (over: object) => ({ totalCount: 1, items: [], attributes: { objectType: 'Collection' }, ...over });
  const customer = (id: string) => ({
    id,
    companyProfile: { tenantId: id, domain: 'a.example', companyName: 'A' },
    relationshipToPartner: 'reseller',
  });
  const next = (uri: string, value = 'token') => ({
    links: { next: { uri, method: 'GET', headers: [{ key: 'MS-ContinuationToken', value }] } },
  });
  const a = '11111111-1111-4111-8111-111111111111';

  test('the next page is asked for with address and header', async () => {
    await fault({
      match: { ...customers, nth: 1 },
      do: { status: 200, body: page({ items: [customer(a)], ...next('/customers?size=500&seekOperation=Next') }) },
    });
    await fault({ match: { ...customers, nth: 2 }, do: { status: 200, body: page({ items: [customer(a.replaceAll('1', '2'))] }) } });

    const { items, pages } = await readAll(microsoft.customers());

    expect(items).toHaveLength(2);
    expect(JSON.parse(pages[0]?.cursor ?? '')).toEqual({
      path: '/v1/customers?size=500&seekOperation=Next',
      headers: { 'MS-ContinuationToken': 'token' },
    });
    expect(pages[1]?.cursor).toBeUndefined();
  });

  test('a list that goes in circles stops', async () => {
    await fault({
      match: customers,
      times: 9,
      do: { status: 200, body: page({ items: [customer(a)], ...next('/v1/customers?seekOperation=Next') }) },
    });

    await expect(readAll(microsoft.customers())).rejects.toMatchObject({ code: 'paging_loop', kind: 'retryable' });
  });

  test('the same page under ever new tokens stops too', async () => {
    await fault({
      match: { ...customers, nth: 1 },
      do: { status: 200, body: page({ items: [customer(a)], ...next('/v1/customers', 'one') }) },
    });
    await fault({
      match: { ...customers, nth: 2 },
      do: { status: 200, body: page({ items: [customer(a)], ...next('/v1/customers', 'two') }) },
    });

    await expect(readAll(microsoft.customers())).rejects.toMatchObject({ code: 'paging_loop' });
  });

  test.each(['https://evil.example/v1/customers', 'https://login.microsoftonline.com/v1/customers', '//evil.example/v1/customers'])(
    'a next page at another host is refused: %s',
    async (uri) => {
      await fault({ match: customers, do: { status: 200, body: page({ items: [customer(a)], ...next(uri) }) } });

      await expect(readAll(microsoft.customers())).rejects.toMatchObject({ code: 'remote_host_refused' });
    },
  );

  test('a next page of something else is refused, so that a short list is not taken for whole', async () => {
    await fault({ match: customers, do: { status: 200, body: page({ items: [customer(a)], ...next('/v1/invoices') }) } });

    await expect(readAll(microsoft.customers())).rejects.toMatchObject({ code: 'paging_link_refused' });
  });

  test.each([
    'nonsense',
    '{"path":"/v1/invoices","headers":{}}',
    '{"path":"/v1/customers?seekOperation=Next","headers":{"MS-ContinuationToken":"old"}}',
  ])('a place that is not taken any more is cursor_expired: %s', async (cursor) => {
    await expect(readAll(microsoft.customers(cursor))).rejects.toMatchObject({ code: 'cursor_expired', kind: 'retryable' });
  });

  test('a stop is heeded between pages', async () => {
    const stop = new AbortController();
    stop.abort(new Error('shutting down'));

    await expect(readAll(microsoft.customers(undefined, stop.signal))).rejects.toThrow('shutting down');
  });
});

describe('what Microsoft may send', () => {
  test('a new relationship word, an unknown field and a byte-order mark change nothing for the others', async () => {
    await fault({ match: customers, do: { bodyMutation: { kind: 'unknownEnum', field: 'relationshipToPartner' } } });
    const odd = await readAll(microsoft.customers());
    expect(odd.quarantined).toEqual([]);
    expect(odd.items.some((customer) => customer.relationship === 'unknown')).toBe(true);

    await fault({ match: customers, do: { bodyMutation: { kind: 'bom' } } });
    expect((await readAll(microsoft.customers())).items).toHaveLength(odd.items.length);
  });

  test('a customer without an id is set apart with its reason', async () => {
    const all = (await readAll(microsoft.customers())).items.length;
    await fault({ match: customers, do: { bodyMutation: { kind: 'nullField', field: 'id' } } });

    const { items, quarantined } = await readAll(microsoft.customers());

    expect(quarantined.length).toBeGreaterThan(0);
    expect(quarantined[0]?.reason).toMatch(/^id: /);
    expect(items.length + quarantined.length).toBe(all);
  });

  test('a passing server error and a cut answer of a read are asked for again', async () => {
    await fault({ match: customers, do: { status: 502 } });
    await fault({ match: customers, do: { bodyMutation: { kind: 'truncate' } } });

    expect((await readAll(microsoft.customers())).items.length).toBeGreaterThan(4);
  });
});

describe('sign-in', () => {
  const account = () => must(remotes.credentials.partnerAccounts[0], 'an account');
  const tokenCalls = async (): Promise<number> => (await remotes.calls('entra')).filter((call) => call.method === 'POST').length;

  test('many calls at once ask for one token, and the rotated refresh token is kept before anything uses it', async () => {
    const kept: ConnectionSecrets[] = [];
    let apiCallsWhenKept = -1;
    const before = await tokenCalls();
    const apiCalls = (await remotes.calls('partner-center')).length;
    const fresh = remotes.another()({
      ...remotes.connectionOf(account()),
      keepSecrets: async (changed) => {
        apiCallsWhenKept = (await remotes.calls('partner-center')).length;
        kept.push(changed);
      },
    }) as Marketplace;

    await Promise.all(Array.from({ length: 8 }, () => readAll(fresh.customers())));

    expect((await tokenCalls()) - before).toBe(1);
    expect(kept).toHaveLength(1);
    expect(kept[0]?.refreshToken).not.toBe(account().refreshToken);
    expect(kept[0]?.clientSecret).toBe(account().clientSecret);
    expect(apiCallsWhenKept).toBe(apiCalls);
  });

  test('opening the same connection again shares its token; a lock around processes hands in the newest secrets', async () => {
    const seen: string[] = [];
    const newest: ConnectionSecrets = { clientSecret: account().clientSecret, refreshToken: account().refreshToken };
    const open = remotes.another({
      exclusively: (connectionId, work) => {
        seen.push(connectionId);
        return work(newest);
      },
    });
    const connection = { ...remotes.connectionOf(account()), secrets: { ...newest, refreshToken: 'an-older-one' } };

    const before = await tokenCalls();
    await readAll((open(connection) as Marketplace).customers());
    await readAll((open(connection) as Marketplace).customers());

    expect((await tokenCalls()) - before).toBe(1);
    expect(seen).toEqual([connection.connectionId]);
  });

  test('a token that ends in the middle is renewed once and the call repeated once', async () => {
    const before = await tokenCalls();
    await fault({ match: customers, do: { status: 401, body: { code: 800001, description: 'expired', data: [], source: 'PartnerFD' } } });

    expect((await readAll(microsoft.customers())).items.length).toBeGreaterThan(4);
    expect((await tokenCalls()) - before).toBe(1);
  });

  test('a revoked sign-in asks for a new consent after one refusal, without a storm', async () => {
    const open = remotes.another();
    await remotes.control('identity', { errors: { '*': 50173 } });
    const before = await tokenCalls();

    const reading = readAll((open(remotes.connectionOf(account())) as Marketplace).customers());

    await expect(reading).rejects.toMatchObject({
      code: 'remote_signed_out',
      kind: 'needs_operator',
      facts: { remoteCode: 'AADSTS50173', hint: expect.stringContaining('consent link') as string },
    });
    expect((await tokenCalls()) - before).toBe(1);
    await remotes.control('identity', { errors: {} });
  });

  test('a new consent is taken over by a connection that is already open', async () => {
    const open = remotes.another();
    const lost = { ...remotes.connectionOf(account()), secrets: { clientSecret: account().clientSecret, refreshToken: 'revoked' } };
    await expect(readAll((open(lost) as Marketplace).customers())).rejects.toMatchObject({ code: 'remote_signed_out' });

    const again = open(remotes.connectionOf(account())) as Marketplace;

    expect((await readAll(again.customers())).items.length).toBeGreaterThan(4);
  });

  test('a sign-in into another tenant is refused before its token is sent anywhere', async () => {
    const [one, two] = remotes.credentials.partnerAccounts;
    const mixed = { ...must(one, 'an account'), tenantId: must(two, 'a second account').tenantId };
    const before = (await remotes.calls('partner-center')).length;

    await expect(readAll((remotes.another()(remotes.connectionOf(mixed)) as Marketplace).customers())).rejects.toMatchObject({
      kind: 'needs_operator',
    });
    expect(await remotes.calls('partner-center')).toHaveLength(before);
  });
});

describe('verify connectivity', () => {
  test('passes every check, in order, and says how long each took', async () => {
    const probes = await microsoft.verify();

    expect(probes.map(({ name, outcome }) => `${name}: ${outcome}`)).toEqual([
      'network: passed',
      'sign-in: passed',
      'profile: passed',
      'customers: passed',
      'subscriptions: passed',
      'invoices: passed',
      'billing export: passed',
      'price sheet: passed',
      'access (GDAP): passed',
      'activity log: passed',
      'webhook registration: passed',
      'clock: passed',
    ]);
    expect(probes.every((probe) => probe.ms >= 0)).toBe(true);
  });

  test('the account tells its name, its country and what it is invoiced in by the way', async () => {
    const facts: unknown = Object.assign({}, ...(await microsoft.verify()).map((probe) => probe.facts));

    expect(facts).toMatchObject({ name: expect.any(String) as string, country: 'US', currency: 'USD' });
  });

  test('invoices that an indirect reseller may not read are his provider\u2019s, and no fault; a direct partner lacks a role', async () => {
    const account = must(remotes.credentials.partnerAccounts[0], 'an account');
    const connection = remotes.connectionOf(account);
    const verifyAs = async (partnerType: 'directBill' | 'indirectReseller') => {
      await fault({ match: { pathTemplate: '/v1/invoices' }, do: { status: 403, body: { code: 403, description: 'Forbidden' } } });
      const settings = { ...connection.settings, partnerType } as typeof connection.settings;
      const probes = await (remotes.another()({ ...connection, settings }) as Marketplace).verify();
      return probes.find(({ name }) => name === 'invoices');
    };

    expect(await verifyAs('indirectReseller')).toMatchObject({ outcome: 'skipped', code: 'not_offered' });
    expect(await verifyAs('directBill')).toMatchObject({ outcome: 'failed', code: 'remote_forbidden' });
  });

  test('the billing export has a permission of its own: without it only the export fails, and says which', async () => {
    await fault({
      match: { remote: 'graph', pathTemplate: '/v1.0/reports/partners/billing/operations/{operationId}' },
      do: { status: 403, body: { error: { code: 'Authorization_RequestDenied', message: 'Insufficient privileges.' } } },
    });
    const probes = await microsoft.verify();

    expect(probes.find(({ name }) => name === 'billing export')).toMatchObject({
      outcome: 'failed',
      code: 'remote_forbidden',
      hint: expect.stringContaining('PartnerBilling.Read.All') as string,
    });
    expect(probes.find(({ name }) => name === 'invoices')?.outcome).toBe('passed');
  });

  test('a wrong client secret fails the sign-in with its code and skips the rest; it never throws', async () => {
    const [network, first, ...rest] = await remotes.marketplace({ clientSecret: 'wrong' }).verify();

    expect(network?.outcome).toBe('passed');

    expect(first).toMatchObject({
      outcome: 'failed',
      code: 'wrong_client_secret',
      hint: expect.stringContaining('client secret') as string,
    });
    expect(rest.every((probe) => probe.outcome === 'skipped' && probe.detail.includes('sign-in'))).toBe(true);
  });

  test('a missing second factor is its own state, after one call', async () => {
    await remotes.control('identity', { mfaClaim: false });
    const early = await (
      remotes.another()(remotes.connectionOf(must(remotes.credentials.partnerAccounts[0], 'an account'))) as Marketplace
    ).verify();
    expect(early.find((probe) => probe.name === 'profile')).toMatchObject({ outcome: 'failed', code: 'mfa_required' });

    await remotes.control('identity', { mfaClaim: false, mfaEnforcedShare: 1 });
    const enforced = await (
      remotes.another()(remotes.connectionOf(must(remotes.credentials.partnerAccounts[0], 'an account'))) as Marketplace
    ).verify();
    expect(enforced.find((probe) => probe.name === 'customers')).toMatchObject({ outcome: 'failed', code: 'mfa_required' });
    await remotes.control('identity', { mfaClaim: true, mfaEnforcedShare: 0 });
  });

  test('another partner behind the sign-in is the wrong tenant', async () => {
    await fault({
      match: { pathTemplate: '/v1/profiles/organization' },
      do: { status: 200, body: { tenantId: '99999999-9999-4999-8999-999999999999', companyName: 'Fabrikam' } },
    });

    expect((await microsoft.verify()).find(({ name }) => name === 'profile')).toMatchObject({
      outcome: 'failed',
      code: 'wrong_tenant',
      detail: expect.stringContaining('Fabrikam') as string,
    });
  });

  test('clocks that are more than two minutes apart are reported', async () => {
    const date = new Date(Date.now() + 600_000).toUTCString();
    await fault({
      match: { pathTemplate: '/v1/profiles/organization' },
      do: { status: 200, headers: { date }, body: { tenantId: ownTenant() } },
    });

    const probe = (await microsoft.verify()).at(-1);

    expect(probe?.name).toBe('clock');
    if (probe?.outcome === 'failed') expect(probe).toMatchObject({ code: 'clock_skew', detail: expect.stringMatching(/behind/) as string });
  });
});

describe('the certificate of notifications', () => {
  const at = (path: string): string => `https://3psostorageacct.blob.core.windows.net${path}`;

  test('comes through the one way out', async () => {
    const bytes = await certificateFetcher(remotes.http, 'c')(at('/cert/pcnotifications-dispatch.microsoft.com.cer'));

    expect(bytes?.byteLength).toBeGreaterThan(500);
  });

  test('a redirect is not followed, a missing one and a stranger are not had', async () => {
    const fetchCertificate = certificateFetcher(remotes.http, 'c');
    await remotes.control('faults', {
      match: { remote: 'webhook-certificates' },
      times: 1,
      do: { status: 302, headers: { location: 'http://169.254.169.254/' } },
    });

    expect(await fetchCertificate(at('/cert/pcnotifications-dispatch.microsoft.com.cer'))).toBeUndefined();
    expect(await fetchCertificate(at('/cert/other.cer'))).toBeUndefined();
    expect(await fetchCertificate('https://evil.example/cert/a.cer')).toBeUndefined();
  });
});
