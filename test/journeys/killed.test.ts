import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aDataFolder, freePort, type Ports, type System, startSystem, until } from '../support/start-system.ts';
import {
  boughtTwentyFive,
  changesOfLine,
  type DifferenceReply,
  everythingIsRead,
  lineAtPsa,
  openDifferences,
  overview,
  type PlanReply,
  type Planted,
  preview,
} from '../support/story.ts';

// The power goes while a partner account is being read and while a correction is under way: ConnectWise has done it, its answer is lost.
const folder = aDataFolder();
let ports: Ports;
let system: System;
let difference: DifferenceReply;
let truth: Planted;
let plan: PlanReply;
let openBefore = 0;
let changesBefore = 0;
const jobs = { sync: '', apply: '' };
/** So many lists of subscriptions have an answer before the kill. */
const answered = 24;
type Call = { readonly path: string; readonly host?: string };

const subscriptionsRead = async (): Promise<readonly string[]> => {
  const { calls } = await system.control<{ calls: readonly Call[] }>('GET', '/truth/calls?remote=partner-center&limit=100000');
  return calls.map(({ path }) => path).filter((path) => /\/customers\/[^/]+\/subscriptions$/.test(path));
};

const subscriptionsKept = async (jobId: string): Promise<number> => {
  const { data } = await system.get<{ data: { jobId: string; kinds: { kind: string; received: number }[] }[] }>('/sync-runs');
  return data.find((run) => run.jobId === jobId)?.kinds.find(({ kind }) => kind === 'subscriptions')?.received ?? 0;
};

beforeAll(async () => {
  ports = { port: await freePort(), sandboxPort: await freePort() };
  system = await startSystem(folder.dataDir, ports);
  await everythingIsRead(system);
  ({ difference, truth } = await boughtTwentyFive(system));
  openBefore = (await overview(system)).differences.open;
  changesBefore = await changesOfLine(system, truth);
  plan = await preview(system, difference);
});
afterAll(async () => {
  await system.running.stop();
  folder.remove();
});

describe('killed in the middle of a sync and of an apply', () => {
  let readBefore: readonly string[] = [];

  test('at the moment of the kill the line is changed at ConnectWise and half of the customers are read', async () => {
    await system.control('POST', '/faults', { match: { remote: 'connectwise', method: 'PATCH' }, do: { delayAfter: 120_000 } });
    // It cannot be over before somebody looks: behind so many customers nothing is answered any more.
    const pathTemplate = '/v1/customers/{id}/subscriptions';
    await system.control('POST', '/faults', {
      id: 'silence',
      match: { remote: 'partner-center', pathTemplate, afterCount: answered },
      do: { neverAnswer: true },
    });
    const { data } = await system.get<{ data: { id: string; kind: string }[] }>('/connections');
    const account = data.find(({ kind }) => kind === 'partnerCenter');
    const already = (await subscriptionsRead()).length;

    const started = await system.post<{ jobIds: string[] }>('/sync-runs', { connectionId: account?.id });
    jobs.sync = started.jobIds[0] ?? '';
    jobs.apply = (await system.post<{ jobId: string }>(`/plans/${plan.id}/apply`, {}, { 'idempotency-key': 'apply once' })).jobId;
    await until('ConnectWise has changed the line', async () => (await lineAtPsa(system, truth)).quantity === '25');
    await until('the remote has fallen silent', async () => (await subscriptionsRead()).length >= already + answered);
    await until('what was answered is kept', async () => {
      const before = await subscriptionsKept(jobs.sync);
      await sleep(1_000);
      return before > 0 && (await subscriptionsKept(jobs.sync)) === before;
    });
    readBefore = (await subscriptionsRead()).slice(already);
    await system.running.kill();

    expect(readBefore.length).toBeGreaterThanOrEqual(answered);
    expect(readBefore.length).toBeLessThan(60);
  });

  test('the next start carries both to their end by itself', async () => {
    system = await startSystem(folder.dataDir, ports);
    await system.control('DELETE', '/faults/silence');

    expect(system.readyAfterMs).toBeLessThan(15_000);
    const [sync, apply] = await Promise.all([system.job(jobs.sync, 100_000), system.job(jobs.apply, 100_000)]);
    expect(sync).toMatchObject({ status: 'completed', errors: [] });
    // Whoever comes before the dead worker's claim is over only says that the answer is being looked up.
    expect(['completed', 'completedWithErrors']).toContain(apply.status);
    await until('the plan is applied', async () => (await system.get<PlanReply>(`/plans/${plan.id}`)).state === 'applied');
  });

  test('ConnectWise was changed exactly once, and the plan says so', async () => {
    expect(await changesOfLine(system, truth)).toBe(changesBefore + 1);
    expect(await lineAtPsa(system, truth)).toMatchObject({ quantity: '25' });
    expect(await system.get(`/plans/${plan.id}`)).toMatchObject({
      state: 'applied',
      steps: [{ state: 'done', outcome: { verified: true } }],
    });
  });

  test('the sync went on behind what it had read: nearly nothing was read twice', async () => {
    const readAfter = await subscriptionsRead();
    const twice = readAfter.filter((path) => readBefore.includes(path));

    expect(readAfter.length).toBeGreaterThan(0);
    // Only what was under way when it died, and had no answer, is asked for again.
    expect(twice.length).toBeLessThanOrEqual(readBefore.length - answered);
  });

  test('nothing was lost: the books differ as before, but for the one that was corrected', async () => {
    expect((await overview(system)).differences.open).toBe(openBefore - 1);
    expect((await openDifferences(system)).map(({ id }) => id)).not.toContain(difference.id);
  });

  test('the same click again is the same answer, and nothing is sent', async () => {
    const again = await system.call('POST', `/plans/${plan.id}/apply`, {}, { 'idempotency-key': 'apply once' });

    expect([again.status, again.headers['idempotency-replayed'], again.body]).toMatchObject([202, 'true', { jobId: jobs.apply }]);
    expect(await changesOfLine(system, truth)).toBe(changesBefore + 1);
  });
});
