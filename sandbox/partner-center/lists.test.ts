import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { put } from '../world/world.ts';
import { type Everything, everything } from './hostile-scene.ts';
import { type Opened, openSandbox } from './open-sandbox.ts';

let sandbox: Opened;
let scene: Everything;
beforeAll(async () => {
  sandbox = await openSandbox();
  scene = await everything(sandbox);
  // A provider sees his resellers, so that this list has pages too.
  const { account, world } = sandbox;
  const reseller = (place: number) => ({
    id: world.newId(),
    accountId: account.id,
    name: `Reseller ${String(place)}`,
    mpnId: String(7_000_000 + place),
    country: 'US',
    agreementSigned: true,
    forTrial: false,
    createdAt: world.now(),
  });
  const laid = { kind: 'test.laid', actor: { kind: 'control', name: 'test' }, cause: 'test' } as const;
  world.apply({
    ...laid,
    changes: [
      put('partnerAccounts', { ...account, partnerType: 'indirectProvider' }),
      ...[1, 2, 3, 4, 5].map((place) => put('partnerCompanies', reseller(place))),
    ],
  });
});
afterAll(() => sandbox.close());

type List = {
  readonly totalCount: number;
  readonly items: readonly { readonly id?: string }[];
  readonly links?: { readonly self?: { readonly uri: string }; readonly next?: Link; readonly previous?: Link };
};
type Link = { readonly uri: string; readonly headers: readonly { readonly key: string; readonly value: string }[] };

const get = async (path: string, headers: Readonly<Record<string, string>> = {}): Promise<List> => {
  const answer = await sandbox.ask(path, { headers });
  expect(answer.status, `${path} ${JSON.stringify(answer.body)}`).toBe(200);
  return answer.body as List;
};
const follow = (link: Link): Promise<List> => get(`/v1${link.uri}`, Object.fromEntries(link.headers.map(({ key, value }) => [key, value])));

const paths = (): readonly string[] => [
  '/v1/customers',
  `${scene.stage.customer}/users`,
  `${scene.stage.customer}/directoryroles/62e90394-69f5-4237-9190-012177145e10/usermembers`,
  '/v1/auditrecords',
  '/v1/relationships?relationship_type=IsIndirectCloudSolutionProviderOf',
  '/v1/servicerequests',
  '/v1/offers?country=US',
];

describe('a list in pages', () => {
  test.each([0, 1, 2, 3, 4, 5, 6])('number %i is the whole list, whatever the size, and comes to an end', async (place) => {
    const path = paths()[place] ?? '';
    const at = (size: number): string => `${path}${path.includes('?') ? '&' : '?'}size=${String(size)}`;
    const whole = await get(at(500));
    expect(whole.links?.next).toBeUndefined();
    expect(whole.totalCount).toBe(whole.items.length);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: whole.items.length + 2 }), async (size) => {
        let page = await get(at(size));
        const items = [...page.items];
        while (page.links?.next !== undefined) {
          expect(page.items.length).toBe(size);
          page = await follow(page.links.next);
          items.push(...page.items);
        }
        expect(items).toEqual(whole.items);
      }),
      { numRuns: 4 },
    );
  });

  test('goes back to where it came from', async () => {
    const first = await get('/v1/customers?size=3');
    const second = first.links?.next === undefined ? undefined : await follow(first.links.next);
    const back = second?.links?.previous === undefined ? undefined : await follow(second.links.previous);

    expect(back?.items).toEqual(first.items);
  });

  test('an oversized page is as large as a page may be', async () => {
    expect((await get('/v1/customers?size=999999')).items).toEqual((await get('/v1/customers?size=500')).items);
    expect((await sandbox.ask('/v1/customers?size=1000000000')).status).toBe(400);
  });

  test('a cursor of another list is refused', async () => {
    const { links } = await get('/v1/customers?size=1');
    const headers = Object.fromEntries((links?.next?.headers ?? []).map(({ key, value }) => [key, value]));

    expect((await sandbox.ask('/v1/auditrecords?size=1&seekOperation=Next', { headers })).status).toBe(400);
  });
});

test('lists lag behind by the minutes of the switch; a reading by id does not', async () => {
  const { stage } = scene;
  const listed = async (id: string) => (await get(`${stage.customer}/subscriptions`)).items.find((item) => item.id === id);
  const row = stage.lay();
  stage.turn({ idempotency: { listLagMinutes: 10 } });

  expect(await listed(row.id)).toBeUndefined();
  stage.later(660);
  expect(await listed(row.id)).toMatchObject({ quantity: 25 });
  await sandbox.ask(stage.pathOf(row), { method: 'PATCH', body: { ...(await stage.read(row)), quantity: 30 } });
  expect(await stage.read(row)).toMatchObject({ quantity: 30 });
  expect(await listed(row.id)).toMatchObject({ quantity: 25 });
  stage.later(660);
  expect(await listed(row.id)).toMatchObject({ quantity: 30 });
  expect((await get(`${stage.customer}/subscriptions`)).items.length).toBe(
    sandbox.world.tables.subscriptions.by('relationship', `${sandbox.account.id}:${stage.customerId}`).length,
  );
  stage.turn({ idempotency: { listLagMinutes: 0 } });
});
