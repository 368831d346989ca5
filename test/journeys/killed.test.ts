import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aDataFolder, freePort, type Ports, type System, startSystem, until } from '../support/start-system.ts';
import {
  boughtTwentyFive,
  changesOfLine,
  type DifferenceReply,
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
type Call = { readonly path: string; readonly host?: string };

const subscriptionsRead = async (): Promise<readonly string[]> => {
  const { calls } = await system.control<{ calls: readonly Call[] }>('GET', '/truth/calls?remote=partner-center&limit=100000');
  return calls.map(({ path }) => path).filter((path) => /\/customers\/[^/]+\/subscriptions$/.test(path));
};

beforeAll(async () => {
  ports = { port: await freePort(), sandboxPort: await freePort() };
  system = await startSystem(folder.dataDir, ports);
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
    // Slow enough that it cannot be over before somebody looks.
    await system.control('POST', '/faults', { match: { remote: 'partner-center' }, do: { delayBefore: 200 } });
    const { data } = await system.get<{ data: { id: string; kind: string }[] }>('/connections');
    const account = data.find(({ kind }) => kind === 'partnerCenter');
    const already = (await subscriptionsRead()).length;

    const started = await system.post<{ jobIds: string[] }>('/sync-runs', { connectionId: account?.id });
    jobs.sync = started.jobIds[0] ?? '';
    jobs.apply = (await system.post<{ jobId: string }>(`/plans/${plan.id}/apply`, {}, { 'idempotency-key': 'apply once' })).jobId;
    await until('ConnectWise has changed the line', async () => (await lineAtPsa(system, truth)).quantity === '25');
    await until('some customers are read', async () => (await subscriptionsRead()).length >= already + 8);
    readBefore = (await subscriptionsRead()).slice(already);
    await system.running.kill();

    expect(readBefore.length).toBeLessThan(60);
  });

  test('the next start carries both to their end by itself', async () => {
    system = await startSystem(folder.dataDir, ports);

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
    // What was under way when it died is read again: as many as are read at once.
    expect(twice.length).toBeLessThanOrEqual(16);
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
