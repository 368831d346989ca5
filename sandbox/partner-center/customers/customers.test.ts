import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { put } from '../../world/world.ts';
import { type Opened, openSandbox } from '../open-sandbox.ts';
import { missingNames, sample } from '../sample-names.ts';

let sandbox: Opened;
beforeAll(async () => {
  sandbox = await openSandbox();
});
afterAll(() => sandbox.close());

type List = {
  totalCount: number;
  items: { id: string; companyProfile: { companyName: string; domain: string } }[];
  continuationToken?: string;
  links: Record<string, { uri: string; headers: { key: string; value: string }[] } | undefined>;
};
const list = async (query: string, headers: Record<string, string> = {}) =>
  (await sandbox.ask(`/v1/customers${query}`, { headers })).body as List;
const ownCount = () => sandbox.world.tables.relationships.by('accountId', sandbox.account.id).length;
const first = async () => (await list('?size=1')).items[0] ?? { id: '', companyProfile: { companyName: '', domain: '' } };

describe('the list of customers', () => {
  test('has the documented names', async () => {
    const answer = await list('?size=3');

    expect(missingNames(sample('partner-center', 'customers.get-a-customer-by-name.response'), answer)).toEqual([]);
  });

  test('is read to its end by following the next link with its token, each customer once', async () => {
    const seen: string[] = [];
    let page = await list('?size=2');
    for (;;) {
      seen.push(...page.items.map((item) => item.id));
      const next = page.links['next'];
      if (next === undefined) break;
      expect(next.uri).toContain('seekOperation=Next');
      const [header] = next.headers;
      expect(header?.key).toBe('MS-ContinuationToken');
      expect(header?.value).toBe(page.continuationToken);
      page = await list(next.uri.slice('/customers'.length), { 'MS-ContinuationToken': header?.value ?? '' });
    }

    expect(seen.length).toBe(ownCount());
    expect(new Set(seen).size).toBe(seen.length);
  });

  test('goes back one page by the previous link', async () => {
    const one = await list('?size=2');
    const two = await list('?size=2&seekOperation=Next', { 'MS-ContinuationToken': one.continuationToken ?? '' });
    const back = two.links['previous'];

    const again = await list(back?.uri.slice('/customers'.length) ?? '', { 'MS-ContinuationToken': back?.headers[0]?.value ?? '' });

    expect(again.items.map((item) => item.id)).toEqual(one.items.map((item) => item.id));
  });

  test('a seek without a token, or with the token of another list, is refused', async () => {
    const bare = await sandbox.ask('/v1/customers?size=2&seekOperation=Next');
    const foreign = Buffer.from(JSON.stringify(['/auditrecords', 'x'])).toString('base64');
    const wrong = await sandbox.ask('/v1/customers?size=2&seekOperation=Next', { headers: { 'MS-ContinuationToken': foreign } });

    expect([bare.status, wrong.status]).toEqual([400, 400]);
  });

  test('size 0 means the usual size', async () => {
    expect((await list('?size=0')).totalCount).toBe(ownCount());
  });

  test('is narrowed by the beginning of a name or domain, without regard to case', async () => {
    const one = await first();
    const byName = { Field: 'companyname', Value: one.companyProfile.companyName.slice(0, 4).toUpperCase(), Operator: 'starts_with' };
    const byDomain = { field: 'Domain', value: one.companyProfile.domain, operator: 'starts_with' };

    const named = await list(`?filter=${encodeURIComponent(JSON.stringify(byName))}`);
    const domained = await list(`?filter=${encodeURIComponent(JSON.stringify(byDomain))}`);

    expect(named.items.map((item) => item.id)).toContain(one.id);
    expect(domained.items.map((item) => item.id)).toEqual([one.id]);
  });

  test.each([
    ['an operator that the list does not know', '{"Field":"CompanyName","Value":"a","Operator":"equals"}', 3000],
    ['a field that it does not know', '{"Field":"Country","Value":"a","Operator":"starts_with"}', 3000],
    ['no JSON', 'CompanyName=a', 800002],
  ])('refuses a filter with %s', async (_, filter, code) => {
    const answer = await sandbox.ask(`/v1/customers?filter=${encodeURIComponent(filter)}`);

    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code, source: 'PartnerFD' });
  });
});

describe('one customer', () => {
  test('has the documented names when there is delegated access', async () => {
    const { id } = await first();
    const relationship = sandbox.world.tables.relationships.get(`${sandbox.account.id}:${id}`);
    if (relationship === undefined) throw new Error('no relationship');
    sandbox.world.apply({
      kind: 'test.delegated',
      actor: { kind: 'system', name: 'test' },
      cause: 'test',
      changes: [put('relationships', { ...relationship, allowDelegatedAccess: true })],
    });

    const answer = await sandbox.ask(`/v1/customers/${id.toUpperCase()}`);

    expect(missingNames(sample('partner-center', 'customers.get-a-customer-by-id.response'), answer.body)).toEqual([]);
  });

  test('hides address, mail and domains without delegated access', async () => {
    const { world, account } = sandbox;
    const without = world.tables.relationships
      .by('accountId', account.id)
      .find(
        (row) => !row.allowDelegatedAccess && !world.tables.gdap.by('customerId', row.customerId).some((gdap) => gdap.status === 'active'),
      );
    if (without === undefined) return;

    const answer = await sandbox.ask(`/v1/customers/${without.customerId}`);
    const inside = await sandbox.ask(`/v1/customers/${without.customerId}/customDomains`);

    expect(answer.body).not.toHaveProperty('customDomains');
    expect(answer.body).not.toHaveProperty('companyProfile.address');
    expect(inside).toMatchObject({ status: 403, body: { code: 900308 } });
  });

  test('an unknown tenant is 404, the customer of another partner 403', async () => {
    const { world, account } = sandbox;
    const foreign = world.tables.relationships
      .all()
      .find((row) => row.accountId !== account.id && world.tables.relationships.get(`${account.id}:${row.customerId}`) === undefined);

    const unknown = await sandbox.ask('/v1/customers/00000000-0000-4000-8000-000000000000');
    const other = await sandbox.ask(`/v1/customers/${foreign?.customerId ?? ''}`);

    expect(unknown).toMatchObject({ status: 404, body: { code: 60003 } });
    expect(other).toMatchObject({ status: 403, body: { code: 20002 } });
  });

  test('a domain that is taken is found by HEAD', async () => {
    const { companyProfile } = await first();

    const taken = await sandbox.ask(`/v1/domains/${companyProfile.domain}`, { method: 'HEAD' });
    const free = await sandbox.ask('/v1/domains/nobody.example', { method: 'HEAD' });

    expect([taken.status, free.status]).toEqual([200, 404]);
  });
});

describe('the billing profile', () => {
  const path = async () => `/v1/customers/${(await first()).id}/profiles/billing`;
  type Profile = { companyName: string; email: string; defaultAddress: object; attributes: { etag: string } };

  test('is written whole with its etag, and the next etag is another', async () => {
    const before = (await sandbox.ask(await path())).body as Profile;

    const answer = await sandbox.ask(await path(), {
      method: 'PUT',
      headers: { 'If-Match': `"${before.attributes.etag}"` },
      body: { ...before, email: 'billing@example.com' },
    });

    expect(answer.status).toBe(200);
    expect(missingNames(sample('partner-center', 'customer-profiles.update-a-customer-s-billing-profile.response'), answer.body)).toEqual(
      [],
    );
    const after = answer.body as Profile;
    expect(after.email).toBe('billing@example.com');
    expect(after.attributes.etag).not.toBe(before.attributes.etag);
    expect(after.attributes.etag).toMatch(/^-?\d+$/);
  });

  test('a stale etag is refused with 2055 and changes nothing', async () => {
    const before = (await sandbox.ask(await path())).body as Profile;

    const answer = await sandbox.ask(await path(), {
      method: 'PUT',
      headers: { 'If-Match': '"1"' },
      body: { ...before, email: 'x@example.com' },
    });

    expect(answer).toMatchObject({ status: 400, body: { code: 2055 } });
    expect((await sandbox.ask(await path())).body).toEqual(before);
  });
});
