import { request } from 'undici';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { problemOf } from '../../test/support/ask.ts';
import { anEstate, compareAll } from '../../test/support/compared-estate.ts';
import { isForCustomers } from '../../test/support/for-customers.ts';
import { aPersonOf } from '../../test/support/make.ts';
import { aLine, aSubscription } from '../../test/support/records.ts';
import { aServer } from '../../test/support/serve.ts';
import { workOff } from '../../test/support/work-off.ts';
import { aWritablePsa } from '../../test/support/writable-psa.ts';
import { routes } from '../contract/index.ts';
import { Job } from '../contract/jobs.ts';
import { Overview } from '../contract/overview.ts';
import { Plan } from '../contract/plans.ts';
import { DifferenceDetail } from '../contract/reconciliation.ts';
import { must } from '../lib/must.ts';

// The three books of seven customers over HTTP: lists, the overview, a correction, its stream.
const psa = aWritablePsa();
const { call, context, sent, url, clock } = await aServer({ openRemote: () => psa });
const owner = await aPersonOf(context, 'owner');
const worker = workOff(context, sent);
afterAll(() => worker.stop());

beforeAll(async () => {
  await anEstate(context, psa, [
    ...[1, 2, 3].map((n) => ({ n, subscriptions: [aSubscription(n, { seats: 20 + n })], lines: [aLine(n, { quantity: '20' })] })),
    ...[4, 5, 6, 7].map((n) => ({ n })),
  ]);
  await compareAll(context);
});

type PageOf<Row> = {
  readonly data: Row[];
  readonly page: { nextCursor: string | null; previousCursor: string | null; hasMore: boolean; limit: number };
  readonly totals?: { rows: number; exact: boolean };
};
const list = async <Row>(path: string): Promise<PageOf<Row>> => {
  const answer = await call('GET', path, { as: owner });
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.body as PageOf<Row>;
};

describe('what the answers promise', () => {
  test('every list and record that can be asked for without an id has the shape of the contract', async () => {
    const queries: Readonly<Record<string, string>> = { search: '?q=Customer', listDifferenceGroups: '?by=cause' };
    const isAnswer = ({ path, stream, file }: (typeof routes)[number]) => !path.includes('{') && stream !== true && file !== true;
    for (const route of routes.filter((each) => each.method === 'GET' && isAnswer(each) && !isForCustomers(each))) {
      const query = queries[route.id] ?? '';
      if (['listMappingTargets', 'listSyncRuns'].includes(route.id)) continue; // need a connection, and a real reading: the newcomer's journey asks for them
      const answer = await call('GET', `${route.path}${query}`, { as: owner });

      expect([route.id, answer.status]).toEqual([route.id, 200]);
      const parsed = route.reply?.safeParse(answer.body);
      expect([route.id, parsed?.error?.issues ?? []]).toEqual([route.id, []]);
    }
  });

  test('every record of a list can be opened by its id', async () => {
    for (const path of ['/customers', '/subscriptions', '/differences', '/jobs', '/connections']) {
      const { data } = await list<{ id: string }>(path);
      const [first] = data;
      if (first === undefined) continue;
      const opened = await call('GET', `${path}/${first.id}`, { as: owner });
      expect(opened.body).toMatchObject({ id: first.id });
    }
  });

  test('money is decimal text with its currency, instants are UTC', async () => {
    const overview = Overview.parse((await call('GET', '/overview', { as: owner })).body);

    expect(overview.differences).toMatchObject({ open: 3, byKind: { quantity_mismatch_psa: 3 } });
    expect(overview.monthly).toEqual([{ amount: '132', currency: 'USD' }]);
    expect(overview.at).toBe(clock.now().toString());
  });
});

describe('pages', () => {
  const walk = async (first: string, member: 'nextCursor' | 'previousCursor'): Promise<string[][]> => {
    const pages: string[][] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: PageOf<{ id: string }> = await list(`${first}${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`);
      pages.push(page.data.map(({ id }) => id));
      cursor = page.page[member];
    }
    return pages;
  };

  test.each(['name', '-name', 'subscriptions', '-subscriptions', 'atStake', '-atStake'])(
    'customers by %s: every one once, there and back',
    async (sort) => {
      const there = await walk(`/customers?limit=2&sort=${sort}`, 'nextCursor');

      expect(there.map((page) => page.length)).toEqual([2, 2, 2, 1]);
      expect(new Set(there.flat()).size).toBe(7);
      const last = await list(`/customers?limit=2&sort=${sort}`);
      expect(last.page).toMatchObject({ hasMore: true, limit: 2, previousCursor: null });

      let page = await list<{ id: string }>(`/customers?limit=2&sort=${sort}`);
      for (let at = 0; page.page.nextCursor !== null; at += 1)
        page = await list(`/customers?limit=2&sort=${sort}&cursor=${page.page.nextCursor}`);
      const back = [page.data.map(({ id }) => id)];
      while (page.page.previousCursor !== null) {
        page = await list(`/customers?limit=2&sort=${sort}&cursor=${page.page.previousCursor}`);
        back.unshift(page.data.map(({ id }) => id));
      }
      expect(back.flat()).toEqual(there.flat());
    },
  );

  test.each([
    ['another filter', 'limit=2&sort=name&hasDifferences=true'],
    ['another sort', 'limit=2&sort=-name'],
    ['another field', 'limit=2&sort=atStake'],
  ])('a cursor is refused under %s', async (_what, query) => {
    const { page } = await list('/customers?limit=2&sort=name');

    const answer = await call('GET', `/customers?${query}&cursor=${must(page.nextCursor, 'cursor')}`, { as: owner });

    expect(problemOf(answer)).toMatchObject({ status: 422, code: 'invalid_cursor' });
    expect(problemOf(answer).remediation?.text).toContain('first page');
  });

  test('a cursor of another list, a cut one and a forged one are refused', async () => {
    const { page } = await list('/customers?limit=2&sort=name');
    const cursor = must(page.nextCursor, 'cursor');
    const forged = Buffer.from(
      JSON.stringify({ ...(JSON.parse(Buffer.from(cursor, 'base64url').toString()) as object), i: "x'; drop table customer; --" }),
    ).toString('base64url');

    for (const path of [
      `/subscriptions?limit=2&cursor=${cursor}`,
      `/customers?limit=2&sort=name&cursor=${cursor.slice(0, -9)}`,
      `/customers?limit=2&sort=name&cursor=${forged}`,
    ])
      expect(problemOf(await call('GET', path, { as: owner })).code).toBe('invalid_cursor');
  });

  test('totals only when asked for', async () => {
    expect((await list('/differences?limit=1')).totals).toBeUndefined();
    expect((await list('/differences?limit=1&count=true')).totals).toEqual({ rows: 3, exact: true });
    expect((await list('/customers?limit=1&count=true&hasDifferences=true')).totals).toEqual({ rows: 3, exact: true });
  });

  test('any of several words', async () => {
    expect((await list('/differences?state=fixed,muted')).data).toEqual([]);
    expect((await list('/differences?state=open,fixed')).data).toHaveLength(3);
    expect(problemOf(await call('GET', '/differences?state=open,nonsense', { as: owner })).code).toBe('invalid');
  });

  test('exactly those that are named, as long as the other filters hold', async () => {
    const [first, , third] = (await list<{ id: string }>('/differences')).data.map(({ id }) => id);
    const named = async (more = '') => (await list<{ id: string }>(`/differences?ids=${first},${third}${more}`)).data.map(({ id }) => id);
    expect(await named()).toEqual([first, third]);
    expect(await named('&state=fixed')).toEqual([]);
    expect(problemOf(await call('GET', '/differences?ids=cus_00000000000000000000000000', { as: owner })).code).toBe('invalid');
  });
});

test('a comparison is asked for: of what changed, of one customer, of everybody', async () => {
  const start = (body: unknown) => call('POST', '/reconciliation-runs', { as: owner, body });
  const { data } = await list<{ customerId: string }>('/differences?limit=1');
  const { customerId } = must(data[0], 'a difference');
  const jobs = await Promise.all([{}, { customerId }, { all: true }].map(start));
  expect(jobs.map(({ status }) => status)).toEqual([202, 202, 202]);
  expect(new Set(jobs.map(({ body }) => (body as { jobId: string }).jobId)).size).toBe(3);

  expect(problemOf(await start({ customerId, all: true })).code).toBe('invalid');
  expect(problemOf(await start({ customerId: 'cus_00000000000000000000000000' })).code).toBe('not_found');
});

describe('a correction over HTTP', () => {
  const events = async (jobId: string, { cookie } = owner): Promise<{ readonly type: string; readonly jobs: Job[] }> => {
    const answer = await request(`${url}/api/v1/jobs/${jobId}/stream`, { headers: { cookie } });
    const text = await answer.body.text(); // ends with the job
    const data = [...text.matchAll(/^event: job\ndata: (.*)$/gm)].map(([, json = '']) => Job.parse(JSON.parse(json)));
    return { type: String(answer.headers['content-type']), jobs: data };
  };
  type Job = ReturnType<typeof Job.parse>;

  test('preview, apply, watch its stream to the end, undo', async () => {
    const { data } = await list<{ id: string; impact: { amount: string } }>('/differences?sort=-impact&state=open');
    const difference = must(data[0], 'difference');
    expect(difference.impact.amount).toBe('66');

    const created = await call('POST', '/plans', { as: owner, body: { type: 'correction', differenceIds: [difference.id] } });
    const plan = Plan.parse(created.body);
    expect([created.status, plan.state, psa.sent]).toEqual([201, 'previewed', []]);

    const accepted = await call('POST', `/plans/${plan.id}/apply`, { as: owner, body: {}, headers: { 'idempotency-key': 'once' } });
    const { jobId } = accepted.body as { jobId: string };
    expect([accepted.status, accepted.headers['location']]).toEqual([202, `/api/v1/jobs/${jobId}`]);
    const moving = setInterval(() => void clock.advance(500), 20);
    const { type, jobs } = await events(jobId);

    expect(type).toBe('text/event-stream');
    expect(jobs.at(-1)).toMatchObject({ id: jobId, status: 'completed', progress: { done: 1, total: 1, unit: 'steps' } });
    expect(jobs.slice(0, -1).every(({ status }) => status === 'queued' || status === 'running')).toBe(true);
    expect((await events(jobId)).jobs).toHaveLength(1);
    clearInterval(moving);
    const again = await aPersonOf(context, 'owner'); // the clock ran on; logins end when idle
    const opened = await call('GET', `/differences/${difference.id}`, { as: again });
    expect(DifferenceDetail.parse(opened.body)).toMatchObject({ state: 'fixed', plans: [{ planId: plan.id, state: 'applied' }] });

    const undone = await call('POST', `/plans/${plan.id}/undo`, { as: again, body: {} });
    expect(undone.status).toBe(202);
    const movingOn = setInterval(() => void clock.advance(500), 20);
    const taken = await events((undone.body as { jobId: string }).jobId, again);
    clearInterval(movingOn);
    expect(taken.jobs.at(-1)).toMatchObject({ status: 'completed' });
    expect(psa.effects).toHaveLength(2);
  });

  test('a stream of a job that does not exist, or for somebody without a login, is a problem', async () => {
    expect(
      problemOf(await call('GET', '/jobs/job_00000000000000000000000000/stream', { as: await aPersonOf(context, 'owner') })).code,
    ).toBe('not_found');
    expect(problemOf(await call('GET', '/jobs/job_00000000000000000000000000/stream')).code).toBe('not_signed_in');
  });

  test('what cannot be corrected is refused with the reason', async () => {
    const person = await aPersonOf(context, 'owner');
    const answer = await call('POST', '/plans', {
      as: person,
      body: { type: 'correction', differenceIds: ['dif_00000000000000000000000001'] },
    });

    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(problemOf(answer).detail).not.toBe('');
  });

  test('a decision on an old version is refused, on the present one taken', async () => {
    const person = await aPersonOf(context, 'owner');
    const { body } = await call('GET', '/differences?state=open&sort=impact', { as: person });
    const { id, version } = must((body as PageOf<{ id: string; version: number }>).data[0], 'difference');
    const decide = (given: number) =>
      call('POST', `/differences/${id}/decisions`, {
        as: person,
        body: { decision: 'accept', reason: 'Agreed with the customer', version: given },
      });

    expect(problemOf(await decide(version + 1))).toMatchObject({ status: 412, code: 'precondition_failed' });
    expect((await decide(version)).body).toMatchObject({ state: 'accepted', reason: 'Agreed with the customer' });
    expect(problemOf(await decide(version)).status).toBe(412);
  });

  test('a preview of many says which of them changed meanwhile', async () => {
    const person = await aPersonOf(context, 'owner');
    const { body } = await call('GET', '/differences', { as: person });
    const found = (body as PageOf<{ id: string; state: string; customerName: string; productName: string }>).data;
    const accepted = must(
      found.find(({ state }) => state === 'accepted'),
      'the accepted one',
    );
    const answer = await call('POST', '/plans', { as: person, body: { type: 'correction', differenceIds: found.map(({ id }) => id) } });

    expect(problemOf(answer)).toMatchObject({
      code: 'nothing_to_correct',
      detail: `${accepted.customerName}, ${accepted.productName}: this difference is accepted.`,
    });
  });

  test('another way than the suggested one is taken when it is asked for', async () => {
    const person = await aPersonOf(context, 'owner');
    const { body } = await call('GET', '/differences?state=open&kind=quantity_mismatch_psa', { as: person });
    const { id } = must((body as PageOf<{ id: string }>).data[0], 'difference');
    const answer = await call('POST', '/plans', { as: person, body: { type: 'correction', differenceIds: [id], action: 'setSeats' } });

    expect(problemOf(answer)).toMatchObject({
      code: 'write_switched_off',
      detail: expect.stringMatching(/^Changing subscriptions/) as string,
    });
  });
});
