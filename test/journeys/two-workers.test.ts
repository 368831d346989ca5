import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, ask } from '../support/ask.ts';
import { aDataFolder, freePort, root, type System, startSystem } from '../support/start-system.ts';
import {
  boughtTwentyFive,
  changesOfLine,
  type DifferenceReply,
  lineAtPsa,
  openDifferences,
  type Planted,
  preview,
  undoAndWait,
  writesAtPsa,
} from '../support/story.ts';

// Two servers and two workers on one database; operators who do the same thing in the same moment.
const folder = aDataFolder();
let system: System;
let second: ChildProcess;
let secondUrl: string;
let difference: DifferenceReply;
let truth: Planted;

beforeAll(async () => {
  system = await startSystem(folder.dataDir);
  const port = await freePort();
  secondUrl = `http://127.0.0.1:${port}`;
  second = spawn(process.execPath, [join(root, 'test/support/another-process.ts'), folder.dataDir, system.sandboxUrl, String(port)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  if (second.stdout !== null) await once(second.stdout, 'data');
  ({ difference, truth } = await boughtTwentyFive(system));
});
afterAll(async () => {
  const ended = once(second, 'close');
  second.stdin?.end();
  await ended;
  await system.running.stop();
  folder.remove();
});

/** The n-th operator: odd ones are served by the one process, even ones by the other. */
const at = (n: number, path: string, key?: string): Promise<Answer> =>
  ask(`${n % 2 === 0 ? system.url : secondUrl}/api/v1${path}`, 'POST', {
    as: { key: system.key },
    body: {},
    headers: key === undefined ? {} : { 'idempotency-key': key },
  });
const jobOf = (answer: Answer): string => (answer.body as { jobId: string }).jobId;

describe('one plan', () => {
  test('clicked eight times at two servers is one job and one change', async () => {
    const before = await changesOfLine(system, truth);
    const plan = await preview(system, difference);

    const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => at(n, `/plans/${plan.id}/apply`)));

    const accepted = answers.filter(({ status }) => status === 202);
    expect(accepted.length).toBeGreaterThanOrEqual(1);
    expect(new Set(accepted.map(jobOf)).size).toBe(1);
    // Who comes when it is done already is told so.
    expect(answers.filter(({ status }) => ![202, 409].includes(status)).map(({ text }) => text)).toEqual([]);
    expect(await system.job(jobOf(accepted[0] ?? answers[0] ?? ({} as Answer)))).toMatchObject({ status: 'completed' });
    expect(await changesOfLine(system, truth)).toBe(before + 1);
    expect((await lineAtPsa(system, truth)).quantity).toBe('25');
  });

  test('taken back eight times at two servers is taken back once', async () => {
    const before = await changesOfLine(system, truth);
    const { data } = await system.get<{ data: { id: string; state: string }[] }>('/plans');
    const plan = data.find(({ state }) => state === 'applied');

    const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => at(n, `/plans/${plan?.id ?? ''}/undo`)));

    const jobs = new Set(answers.filter(({ status }) => status === 202).map(jobOf));
    expect(jobs.size).toBe(1);
    await system.job([...jobs][0] ?? '');
    expect(await changesOfLine(system, truth)).toBe(before + 1);
    expect((await lineAtPsa(system, truth)).quantity).toBe('20');
  });

  test('sent with one key from both servers at once has one answer', async () => {
    const plan = await preview(system, difference);
    const before = await changesOfLine(system, truth);

    const answers = await Promise.all(Array.from({ length: 6 }, (_, n) => at(n, `/plans/${plan.id}/apply`, 'one key')));

    const statuses = new Set(answers.map(({ status }) => status));
    expect([...statuses].filter((status) => status !== 202 && status !== 409)).toEqual([]);
    const [job] = answers.filter(({ status }) => status === 202).map(jobOf);
    await system.job(job ?? '');
    expect(await at(1, `/plans/${plan.id}/apply`, 'one key')).toMatchObject({ status: 202, body: { jobId: job } });
    expect(await changesOfLine(system, truth)).toBe(before + 1);
    await undoAndWait(system, plan);
  });
});

describe('two plans for one difference', () => {
  test('only one is carried out; the other operator gets a fresh look', async () => {
    const [mine, theirs] = [await preview(system, difference), await preview(system, difference)];
    const before = await changesOfLine(system, truth);

    const answers = await Promise.all([at(0, `/plans/${mine.id}/apply`), at(1, `/plans/${theirs.id}/apply`)]);

    const won = answers.filter(({ status }) => status === 202);
    const lost = answers.filter(({ status }) => status === 409);
    expect([won.length, lost.length]).toEqual([1, 1]);
    expect(lost[0]?.body).toMatchObject({ code: 'plan_stale' });
    const [winner] = won;
    if (winner !== undefined) await system.job(jobOf(winner));
    expect(await changesOfLine(system, truth)).toBe(before + 1);
    expect((await lineAtPsa(system, truth)).quantity).toBe('25');
    await undoAndWait(system, answers[0].status === 202 ? mine : theirs);
  });
});

describe('many plans at once', () => {
  test('are shared by two workers, each line written once', async () => {
    const wanted = (await openDifferences(system)).filter(({ kind }) => kind === 'quantity_mismatch_psa').slice(0, 4);
    const plans = await Promise.all(wanted.map((each) => preview(system, each)));
    const writes = (await writesAtPsa(system)).length;

    const answers = await Promise.all(plans.map((plan, n) => at(n, `/plans/${plan.id}/apply`)));
    const ended = await Promise.all(answers.map((answer) => system.job(jobOf(answer))));

    expect(ended.map(({ status }) => status)).toEqual(plans.map(() => 'completed'));
    expect((await writesAtPsa(system)).length - writes).toBe(plans.length);
    for (const plan of plans) await undoAndWait(system, plan);
  });
});

describe('one sync', () => {
  test('started at both servers at once is one reading of each connection', async () => {
    const [mine, theirs] = await Promise.all([at(0, '/sync-runs'), at(1, '/sync-runs')]);
    const jobs = [mine, theirs].map((answer) => (answer.body as { jobIds: string[] }).jobIds.toSorted());

    expect(jobs[0]).toEqual(jobs[1]);
    for (const id of jobs[0] ?? []) expect(await system.job(id)).toMatchObject({ status: 'completed' });
  });
});
