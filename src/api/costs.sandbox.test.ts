import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { problemOf } from '../../test/support/ask.ts';
import { compareAll } from '../../test/support/compared-estate.ts';
import { isForCustomers } from '../../test/support/for-customers.ts';
import { aKeyOf, aPersonOf } from '../../test/support/make.ts';
import { aServer } from '../../test/support/serve.ts';
import { aJob } from '../../test/support/watched-job.ts';
import { workOff } from '../../test/support/work-off.ts';
import { aWorldOfRemotes } from '../../test/support/world-of-remotes.ts';
import { routes } from '../contract/index.ts';
import { Job } from '../contract/jobs.ts';
import { Overview } from '../contract/overview.ts';
import { Plan } from '../contract/plans.ts';
import type { Route } from '../contract/route.ts';
import { addConnection } from '../features/connections/index.ts';
import { runSync } from '../features/sync/index.ts';
import { must } from '../lib/must.ts';
import { isCostMoney } from '../model/costs.ts';
import { Finding } from '../model/difference.ts';
import { isEnded } from '../model/job.ts';
import { permissionsOf } from '../model/person.ts';
import { GroupBy } from '../model/worklist.ts';
import { createClock } from '../platform/clock.ts';
import { everything, inScope } from '../platform/db/transaction.ts';
import { withoutCosts } from './without-costs.ts';

// Rule RB8 over the sample estate: every route, as somebody who may not see what the partner pays.
const remotes = await aWorldOfRemotes({ scale: 60 });
afterAll(() => remotes.close());
const { call, context, sent, database, open } = await aServer({
  openRemote: remotes.another(),
  change: (made) => ({ ...made, clock: createClock() }),
});
const worker = workOff(context, sent);
afterAll(() => worker.stop());
const owner = await aPersonOf(context, 'owner');
const operator = await aPersonOf(context, 'operator');
const key = await aKeyOf(context, operator.personId, permissionsOf.operator);
/** Nobody has more rights than his key: the owner's key has all but this one. */
const narrowKey = await aKeyOf(
  context,
  owner.personId,
  permissionsOf.owner.filter((each) => each !== 'costs:read'),
);

async function connectAll(): Promise<void> {
  const { partnerAccounts, distributors, psas } = remotes.credentials;
  const wanted: Parameters<typeof addConnection>[1][] = [
    ...partnerAccounts.map(({ tenantId, clientId, clientSecret, refreshToken }, index) => ({
      name: `Partner Center ${index}`,
      settings: { kind: 'partnerCenter', cloud: 'global', partnerType: 'directBill', tenantId, clientId } as const,
      secrets: { clientSecret, refreshToken },
    })),
    ...distributors.map(({ baseUrl, clientId, clientSecret }) => ({
      name: 'Pax8',
      settings: { kind: 'pax8', baseUrl, clientId } as const,
      secrets: { clientSecret },
    })),
    ...psas.map(({ baseUrl, companyId, publicKey, privateKey, clientId }) => ({
      name: 'ConnectWise',
      settings: { kind: 'connectWise', baseUrl, companyId, publicKey, clientId } as const,
      secrets: { privateKey },
    })),
  ];
  for (const [index, each] of wanted.entries()) {
    const outcome = await addConnection(context, each);
    if (outcome.status !== 'added') throw new Error(outcome.because);
    const { connectionId } = outcome.connection;
    await runSync(context, { connectionId, reach: 'full' }, aJob(`00000000-0000-7000-8000-00000000000${index}`));
    if (each.settings.kind === 'pax8')
      await runSync(context, { connectionId, reach: 'kinds', kinds: ['prices'] }, aJob('00000000-0000-7000-8000-000000000099'));
  }
  await sql`update connection set write_kinds = '{psaLines}' where side = 'psa'`.execute(database.owner.db);
}

type Known = { readonly id: string; readonly kind: string; readonly correctable: boolean };
const differences: Known[] = [];
const planIds: string[] = [];

async function applied(planId: string): Promise<void> {
  const { status, body } = await call('POST', `/plans/${planId}/apply`, { as: owner });
  if (status !== 202) return; // waits for a second person: it is seen all the same
  const { jobId } = body as { jobId: string };
  for (let tries = 0; tries < 200; tries += 1) {
    if (isEnded(Job.parse((await call('GET', `/jobs/${jobId}`, { as: owner })).body).status)) return;
    await sleep(50);
  }
}

beforeAll(async () => {
  await connectAll();
  await compareAll(context);
  for (let cursor: string | null = ''; cursor !== null; ) {
    const { body } = await call('GET', `/differences?limit=200${cursor === '' ? '' : `&cursor=${cursor}`}`, { as: owner });
    const page = body as { data: Known[]; page: { nextCursor: string | null } };
    differences.push(...page.data);
    cursor = page.page.nextCursor;
  }
  const byKind = Map.groupBy(
    differences.filter(({ correctable }) => correctable),
    ({ kind }) => kind,
  );
  for (const [kind, same] of byKind) {
    const body = { type: 'correction', differenceIds: same.slice(0, 1).map(({ id }) => id) };
    const { id } = Plan.parse((await call('POST', '/plans', { as: owner, body })).body);
    planIds.push(id);
    if (kind !== 'price_below_cost') await applied(id); // one is left to be previewed again
  }
}, 120_000);

/** Decimal numbers as they stand in a text, without their last zeros; times of day and addresses are none. */
const numbersIn = (text: string): Set<string> =>
  new Set([...text.matchAll(/(?<![\d.:])\d+\.\d+(?![\d.])/g)].map(([number]) => number.replace(/\.?0+$/, '')));

/** Amounts that are costs, or tell one, and are nowhere in the estate anything else. Whole numbers could be seats. */
async function costsOfTheEstate(): Promise<Set<string>> {
  const amounts = await inScope(context.db, everything, async (tx) => {
    const { rows } = await sql<{ amount: string; is_cost: boolean }>`
      select unit_cost::text as amount, true as is_cost from distributor_subscription where unit_cost is not null
      union select round(unit_cost / 12, 6)::text, true from distributor_subscription where unit_cost is not null
      union select cost::text, true from distributor_price union select retail_price::text, false from distributor_price
      union select unit_cost::text, true from psa_line union select cost::text, true from psa_service
      union select abs(impact)::text, needs_cost_right from difference
      union select abs(sum(impact))::text, true from difference group by kind, needs_cost_right having needs_cost_right
      union select unit_price::text, false from psa_line union select price::text, false from psa_service
      union select round(unit_price / 12, 6)::text, false from psa_line union select quantity::text, false from psa_line`.execute(tx);
    return rows;
  });
  const plain = (costs: boolean) => amounts.filter(({ is_cost }) => is_cost === costs).map(({ amount }) => [...numbersIn(amount)][0] ?? '');
  const sold = new Set(plain(false));
  return new Set(plain(true).filter((amount) => amount.includes('.') && !sold.has(amount)));
}

const first = async (path: string): Promise<readonly string[]> => {
  const { body } = await call('GET', path, { as: owner });
  return (body as { data?: { id: string }[] }).data?.slice(0, 5).map(({ id }) => id) ?? [];
};

/** What only accounts at Partner Center have: features, record, feeds. */
async function partnerAccounts(): Promise<readonly string[]> {
  const { body } = await call('GET', '/connections', { as: owner });
  return (body as { data: { id: string; kind: string }[] }).data.filter(({ kind }) => kind === 'partnerCenter').map(({ id }) => id);
}

const at = (route: Route, ids: readonly string[]): string[] => ids.map((id) => route.path.replace('{id}', id));

const addressesOfDifferences = (route: Route): readonly string[] => {
  if (route.path.includes('{id}'))
    return at(
      route,
      differences.map(({ id }) => id),
    );
  if (route.file === true) return ['json', 'csv'].map((format) => `${route.path}?format=${format}`);
  return route.path === '/differences' ? ['/differences?limit=200', '/differences?limit=200&sort=impact'] : [route.path];
};

const addressesOfPeriods = (route: Route): readonly string[] => {
  const path = route.path.replace('{month}', context.clock.today().toPlainYearMonth().toString());
  return [route.file === true ? `${path}?format=json` : path];
};

/** Areas whose addresses need more than the ids of their own list. */
const addressesByArea: Readonly<Record<string, (route: Route) => readonly string[] | Promise<readonly string[]>>> = {
  search: () => ['/search?q=c'],
  connections: async (route) =>
    route.path.includes('{id}/')
      ? at(route, await partnerAccounts())
      : route.path.includes('{id}')
        ? at(route, await first('/connections'))
        : [route.path],
  'mapping-targets': async () =>
    (await first('/connections')).flatMap((id) => ['account', 'service'].map((kind) => `/mapping-targets?connectionId=${id}&kind=${kind}`)),
  'mapping-files': (route) => ['account', 'product'].map((kind) => route.path.replace('{kind}', kind)),
  differences: addressesOfDifferences,
  'difference-groups': (route) => GroupBy.options.map((by) => `${route.path}?by=${by}`),
  periods: addressesOfPeriods,
  plans: (route) => (route.path.includes('{id}') ? at(route, planIds) : ['/plans']),
  customers: async (route) => {
    if (route.path.includes('{id}')) return at(route, await first('/customers?sort=-atStake'));
    return [route.path === '/customers' ? '/customers?limit=200' : route.path];
  },
};

/** Each address of the route that this estate has something to answer to. */
async function addressesOf(route: Route): Promise<readonly string[]> {
  const area = route.path.split('/')[1] ?? '';
  const own = addressesByArea[area];
  if (own !== undefined) return own(route);
  return route.path.includes('{id}') ? at(route, await first(`/${area}`)) : [route.path];
}

/** Every field that is marked as a cost came without its value, and the answer is what the contract says. */
function expectWithoutCosts({ id, reply, stream, file }: Route, body: unknown): void {
  if (reply === undefined || stream === true || file === true) return;
  expect(withoutCosts(reply, body)).toEqual(body);
  expect([id, reply.safeParse(body).error?.issues ?? []]).toEqual([id, []]);
}

// Whoever holds a token of a public page has no account here.
const isOurs = (route: Route): boolean =>
  route.path !== '/openapi.json' && !isForCustomers(route) && !(route.may === 'anyone' && route.path.includes('{'));
const readable = routes.filter((route) => route.method === 'GET' && isOurs(route));

describe('an operator, who may not see costs', () => {
  test('finds no cost of the estate in any answer of any route, and every marked field without a value', { timeout: 240_000 }, async () => {
    const costs = await costsOfTheEstate();
    expect(costs.size).toBeGreaterThan(50);

    const seenByOwner = new Set<string>();
    const told: unknown[] = [];
    let asked = 0;
    for (const route of readable)
      for (const path of await addressesOf(route)) {
        for (const number of numbersIn((await call('GET', path, { as: owner })).text)) if (costs.has(number)) seenByOwner.add(route.id);
        for (const as of [operator, { key }, { key: narrowKey }]) {
          const answer = await call('GET', path, { as });
          if (answer.status === 403) continue;
          asked += 1;
          const found = [...numbersIn(answer.text)].filter((number) => costs.has(number));
          if (found.length > 0) told.push([route.id, path, found]);
          expectWithoutCosts(route, answer.body);
        }
      }

    expect(told).toEqual([]);
    expect(asked).toBeGreaterThan(200);
    // Otherwise nothing was proven: whoever has the right sees them in these places.
    expect([...seenByOwner]).toEqual(
      expect.arrayContaining([
        'getOverview',
        'listCustomers',
        'getCustomerTimeline',
        'listDifferences',
        'getDifference',
        'getPlan',
        'listPlans',
        'listDistributorPrices',
        'getDistributorPrice',
      ]),
    );
  });

  test('is told the money of what is made of sell prices, and only that', async () => {
    const { body } = await call('GET', '/differences?limit=200', { as: { key } });
    const { data } = body as { data: { kind: string; impact: unknown; impactIsCost: boolean }[] };

    expect(data.filter((row) => (row.impact === null) !== row.impactIsCost)).toEqual([]);
    expect(new Set(data.map((row) => row.impactIsCost))).toEqual(new Set([true, false]));
  });

  test('has an Overview whose sum is that of the differences whose money he sees', async () => {
    const rows = await inScope(context.db, everything, (tx) =>
      tx
        .selectFrom('difference')
        .select((of) => of.fn.sum<string>('impact').as('sum'))
        .where('state', 'in', ['open', 'waitingForApproval', 'applying', 'failed'])
        .where('needs_cost_right', '=', false)
        .execute(),
    );

    const { body } = await call('GET', '/overview', { as: { key } });

    const overview = Overview.parse(body);
    expect(overview.costsLeftOut).toBe(true);
    expect(overview.monthly.map(({ amount }) => Number(amount))).toEqual([Number(must(rows[0], 'a sum').sum)]);
    expect((await call('GET', '/overview', { as: owner })).body).toMatchObject({ costsLeftOut: false });
  });

  test('cannot have the customers in the order of their money', async () => {
    const refused = problemOf(await call('GET', '/customers?sort=-atStake', { as: { key } }));

    expect(refused).toMatchObject({
      status: 403,
      code: 'forbidden',
      detail: 'Sorting by "atStake" needs the permission "costs:read": it is made of costs.',
    });
    expect((await call('GET', '/customers?sort=-atStake', { as: owner })).status).toBe(200);
  });

  test('gets the differences in the order of the money that he sees, and no page of an order that he may not have', async () => {
    const mine = await call('GET', '/differences?sort=-impact&limit=20', { as: { key } });
    const amounts = (mine.body as { data: { impact: { amount: string } | null }[] }).data.map(({ impact }) =>
      Math.abs(Number(impact?.amount ?? 0)),
    );
    expect(amounts).toEqual(amounts.toSorted((a, b) => b - a));

    const theirs = await call('GET', '/differences?sort=-impact&limit=5', { as: owner });
    const { nextCursor } = (theirs.body as { page: { nextCursor: string } }).page;
    const answer = await call('GET', `/differences?sort=-impact&limit=5&cursor=${nextCursor}`, { as: { key } });
    expect(problemOf(answer).code).toBe('invalid_cursor');
  });

  test('gets a preview of his own without costs, also when the same call is answered again', async () => {
    const one = must(
      differences.find(({ kind, correctable }) => kind === 'price_below_cost' && correctable),
      'a price below cost',
    );
    const ask = () =>
      call('POST', '/plans', {
        as: { key },
        body: { type: 'correction', differenceIds: [one.id] },
        headers: { 'idempotency-key': 'one-preview' },
      });
    const [made, again] = [await ask(), await ask()];
    expect([made.status, again.headers['idempotency-replayed']]).toEqual([201, 'true']);
    expect(made.body).toMatchObject({ totals: null, totalsTellCost: true, steps: [{ impact: null, impactIsCost: true }] });
    expect(again.body).toEqual(made.body);
  });
});

test('the database knows the money that tells a cost by the same rule as the program', async () => {
  const rows = await inScope(context.db, everything, (tx) =>
    tx.selectFrom('difference').select(['finding', 'needs_cost_right', 'seen_impact', 'impact']).execute(),
  );
  const wrong = rows.filter((row) => {
    return isCostMoney(Finding.parse(row.finding)) !== row.needs_cost_right;
  });

  expect(rows.length).toBeGreaterThan(15);
  expect(wrong).toEqual([]);
});

test('the description of the API says which fields need the right', async () => {
  const { text } = await open('/api/v1/openapi.json');

  expect(text).toContain('"x-permission":"costs:read"');
});
