import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { must } from '../../../src/lib/must.ts';
import { type Opened, openSandbox } from '../../partner-center/open-sandbox.ts';
import { healthActs } from './acts.ts';
import { issuesIn } from './issues.ts';

let sandbox: Opened;
let token: string;
beforeAll(async () => {
  sandbox = await openSandbox();
  const { world, account } = sandbox;
  const row = must(
    world.tables.gdap.by('accountId', account.id).find(({ status }) => status === 'active'),
    'an active relationship',
  );
  token = sandbox.token({ audience: 'https://graph.microsoft.com', tenantId: row.customerId ?? '' });
});
afterAll(() => sandbox.close());

type Body = Record<string, unknown> & { value: Record<string, unknown>[]; '@odata.nextLink'?: string; '@odata.count'?: number };

async function ask(path: string, headers: Record<string, string> = {}): Promise<{ status: number; body: Body }> {
  const answer = await fetch(`${sandbox.url}/graph.microsoft.com/v1.0/admin/serviceAnnouncement${path}`, {
    headers: { authorization: `Bearer ${token}`, ...headers },
  });
  return { status: answer.status, body: (await answer.json()) as Body };
}

describe('service health', () => {
  test('lists the services that the tenant has, with what is wrong', async () => {
    const plain = (await ask('/healthOverviews')).body.value;
    const full = (await ask('/healthOverviews?$expand=issues')).body.value;

    expect(plain.map((one) => one['id'])).toEqual(expect.arrayContaining(['OrgLiveID', 'OSDPPlatform']));
    expect(Object.keys(plain[0] ?? {})).toEqual(['service', 'status', 'id']);
    expect(full.flatMap((one) => one['issues'] as unknown[]).length).toBeGreaterThan(0);
    const one = await ask(`/healthOverviews/${String(plain[0]?.['service'])}`);
    expect(one.body['id']).toBe(plain[0]?.['id']);
    expect((await ask('/healthOverviews/none')).status).toBe(404);
  });

  test('issues come in pages by skipping, newest first', async () => {
    const all = (await ask('/issues?$count=true')).body;
    const first = (await ask('/issues', { Prefer: 'odata.maxpagesize=2' })).body;
    const next = new URL(must(first['@odata.nextLink'], 'a next link'));
    const second = (await ask(`/issues${next.search}`)).body;

    expect(all['@odata.count']).toBe(all.value.length);
    expect(next.searchParams.get('$skip')).toBe('2');
    expect([...first.value, ...second.value].map((one) => one['id']).slice(0, 2)).toEqual(all.value.slice(0, 2).map((one) => one['id']));
    expect(all.value[0]).toMatchObject({ origin: 'microsoft', posts: expect.any(Array) as unknown[] });
    const open = (await ask('/issues?$filter=isResolved eq true')).body.value;
    expect(open.every((one) => one['status'] === 'serviceRestored' && one['endDateTime'] !== null)).toBe(true);
    expect((await ask(`/issues/${String(all.value[0]?.['id'])}`)).body['title']).toBe(all.value[0]?.['title']);
  });

  test('what happens now is seen by everybody until it is over', async () => {
    const { world } = sandbox;
    const made = healthActs['health.report']?.(world, { service: 'Identity Service', title: 'Nobody can sign in' });
    const { id } = must(made !== undefined && 'done' in made ? (made.done as { id: string }) : undefined, 'an issue');
    const status = async () => (await ask('/healthOverviews/OrgLiveID')).body['status'];

    expect((await ask(`/issues/${id}`)).body).toMatchObject({ status: 'investigating', isResolved: false, endDateTime: null });
    world.clock.step(3 * 3_600_000);
    expect(await status()).toBe('serviceInterruption');
    healthActs['health.resolve']?.(world, { id });
    expect((await ask(`/issues/${id}`)).body).toMatchObject({ status: 'serviceRestored', isResolved: true });
    expect(healthActs['health.resolve']?.(world, { id })).toEqual({ refused: 'it is resolved already' });
    expect(healthActs['health.report']?.(world, { service: 'Toaster' })).toEqual({ refused: 'service or cloud is unknown' });
  });

  test("agrees with Partner Center's older list", async () => {
    const old = (await sandbox.ask('/v1/serviceincidents/office')).body as {
      items: { workload: string; incidents: { id: string; resolved: boolean }[] }[];
    };
    const there = new Map(old.items.flatMap(({ incidents }) => incidents.map(({ id, resolved }) => [id, resolved])));
    const here = (await ask('/issues?$top=1000')).body.value;

    expect(here.length).toBeGreaterThan(0);
    expect(here.map((issue) => there.get(String(issue['id'])))).toEqual(here.map((issue) => issue['isResolved']));
  });

  test('is the same however often it is looked at, and moves with the clock', () => {
    const { world } = sandbox;
    expect(issuesIn(world, 'global')).toEqual(issuesIn(world, 'global'));
    const before = issuesIn(world, 'china').map(({ id }) => id);
    world.clock.step(60 * 24 * 3_600_000);
    const after = issuesIn(world, 'china').map(({ id }) => id);
    expect(after.length).toBeGreaterThan(0);
    expect(after.filter((id) => before.includes(id))).toEqual([]);
  });
});

test('the message centre tells of changes, with what a person has read', async () => {
  const { value } = (await ask('/messages')).body;
  const one = await ask(`/messages/${String(value[0]?.['id'])}?$select=id,viewPoint`);

  expect(value.length).toBeGreaterThan(3);
  expect(value[0]).toMatchObject({ id: expect.stringMatching(/^MC\d+$/) as string, body: { contentType: 'html' } });
  expect(one.body['viewPoint']).toEqual({ isRead: false, isArchived: false, isFavorited: false });
  expect((await ask('/messages?$filter=isMajorChange eq true')).body.value.every((message) => message['severity'] === 'high')).toBe(true);
  expect((await ask('/messages/MC1')).status).toBe(404);
});
