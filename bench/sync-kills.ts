import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { z } from 'zod';
import { Seeded } from '../src/lib/seeded.ts';
import { type AnAccount, openAnAccount } from './an-account.ts';
import { bar } from './bars.ts';
import type { Benchmark, Flags, Measured } from './benchmark.ts';

/** Runs the reading in a process of its own, killed so many milliseconds after it begins, if it still runs then. */
async function run({ remotes, dataDir, connectionId }: AnAccount, jobId: string, killAfterMs?: number) {
  const args = [path.join(import.meta.dirname, 'sync-kills-once.ts'), dataDir, remotes.url, connectionId, jobId];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const state = { startedAt: 0, wasKilled: false };
  let timer: NodeJS.Timeout | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === 'ended') clearTimeout(timer);
    if (line !== 'begun') continue;
    state.startedAt = performance.now();
    if (killAfterMs !== undefined)
      timer = setTimeout(() => {
        state.wasKilled = child.kill('SIGKILL');
      }, killAfterMs);
  }
  const code = await exit;
  if (!state.wasKilled && code !== 0) throw new Error(`The reading ended with ${String(code)}`);
  return { wasKilled: state.wasKilled, seconds: (performance.now() - state.startedAt) / 1000 };
}

/** As before anything was read. */
const forget = ({ owner }: AnAccount): Promise<unknown> =>
  sql`truncate customer, sync_run, sync_cursor, sync_problem, raw_answer, rate_bucket cascade`.execute(owner.db);

const Calls = z.object({
  calls: z.array(
    z.object({
      seq: z.number(),
      method: z.string(),
      path: z.string(),
      query: z.string(),
      status: z.union([z.number(), z.literal('none')]),
    }),
  ),
});

/** Reads of Partner Center that the sandbox was asked since a call, oldest first, as `path?query`. */
async function readsSince({ remotes }: AnAccount, after: number): Promise<{ readonly reads: readonly string[]; readonly last: number }> {
  const reads: string[] = [];
  for (let last = after; ; ) {
    const answer = await fetch(`${remotes.url}/_control/truth/calls?remote=partner-center&after=${last}&limit=5000`);
    const { calls } = Calls.parse(await answer.json());
    reads.push(
      ...calls.filter(({ method }) => method === 'GET').map((call) => (call.query === '' ? call.path : `${call.path}?${call.query}`)),
    );
    const end = calls.at(-1);
    if (end === undefined) return { reads, last };
    last = end.seq;
  }
}

const Progress = z.object({
  kinds: z.array(z.object({ kind: z.string(), cursor: z.string().nullable(), ahead: z.array(z.string()), ended: z.boolean() })),
});

/**
 * What of the answers is committed when the process is dead: `answered` as raw answers, `kept` with what they say in the picture as well. A
 * customer's answer is kept when the run's progress has passed its tenant; of the pages of lists all are but the last.
 */
async function committed({
  owner,
  connectionId,
}: AnAccount): Promise<{ readonly answered: ReadonlySet<string>; readonly kept: ReadonlySet<string> }> {
  const answers = await sql<{ url: string }>`
    select url from raw_answer where connection_id = ${connectionId}::uuid and method = 'GET' and status = 200 order by at`.execute(
    owner.db,
  );
  const urls = answers.rows.map(({ url }) => new URL(url)).filter(({ hostname }) => hostname === 'api.partnercenter.microsoft.com');
  const runs = await sql<{ progress: unknown }>`select progress from sync_run order by started_at desc limit 1`.execute(owner.db);
  const { kinds } = runs.rows[0] === undefined ? { kinds: [] } : Progress.parse(runs.rows[0].progress);
  const subscriptions = kinds.find(({ kind }) => kind === 'subscriptions');
  const isPast = (tenant: string): boolean =>
    subscriptions !== undefined && (subscriptions.ended || tenant <= (subscriptions.cursor ?? '') || subscriptions.ahead.includes(tenant));
  const asText = ({ pathname, search }: URL): string => `${pathname}${search}`;
  const answered = new Set(urls.map(asText));
  const lastPage = urls.findLast(({ pathname }) => pathname === '/v1/customers');
  const kept = urls.filter((url) => {
    const tenant = /^\/v1\/customers\/([^/]+)\/subscriptions$/.exec(url.pathname)?.[1];
    return tenant === undefined ? url !== lastPage || subscriptions !== undefined : isPast(tenant);
  });
  return { answered, kept: new Set(kept.map(asText)) };
}

const countSubscriptions = async ({ owner }: AnAccount): Promise<number> =>
  Number((await sql<{ n: string }>`select count(*) as n from subscription where retired_at is null`.execute(owner.db)).rows[0]?.n);

/** Counts over all kills so far. */
type Counts = { kills: number; kept: number; again: number; answered: number; answeredAgain: number; lost: number };

const jobOf = (nth: number): string => `00000000-0000-7000-8000-${nth.toString(16).padStart(12, '0')}`;

/** One reading that is killed at `share` of what an undisturbed one takes, and the one that goes on. Undefined: it was done before. */
async function killOnce(estate: AnAccount, nth: number, afterMs: number, counts: Counts): Promise<number | undefined> {
  await forget(estate);
  const { last: from } = await readsSince(estate, 0);
  const first = await run(estate, jobOf(nth), afterMs);
  if (!first.wasKilled) return undefined;
  await sleep(500); // what it had asked arrives at the sandbox or never will
  const before = await readsSince(estate, from);
  const { answered, kept } = await committed(estate);
  // The dead worker's claim would end after 30 seconds (B6).
  await sql`update lease set lease_until = 'epoch'`.execute(estate.owner.db);
  const second = await run(estate, jobOf(nth));
  const { reads } = await readsSince(estate, before.last);
  counts.kills += 1;
  counts.kept += kept.size;
  counts.answered += answered.size;
  counts.again += reads.filter((read) => kept.has(read)).length;
  counts.answeredAgain += reads.filter((read) => answered.has(read) && !kept.has(read)).length;
  const there = estate.remotes.world.tables.subscriptions.by('accountId', 'pc-1').length;
  counts.lost += Math.abs(there - (await countSubscriptions(estate)));
  return first.seconds + second.seconds;
}

/**
 * A full reading, killed once at a random moment and started again: calls whose answer was kept and that were sent all the same, and what is
 * missing at the end. Calls that were in flight, or whose answer had come and was not yet in the picture, are told apart.
 */
export const syncKills: Benchmark = {
  name: 'sync-kills',
  what: 'A full reading of a partner account, killed once at a random moment and started again; --customers, --seed',
  rounds: 20,
  areApart: true,
  prepare: async (flags: Flags) => {
    const customers = flags.count('customers', 1_000);
    const seed = flags.count('seed', 42);
    const estate = await openAnAccount(customers, { delayMs: 50 });
    const chance = new Seeded(seed);
    const counts: Counts = { kills: 0, kept: 0, again: 0, answered: 0, answeredAgain: 0, lost: 0 };
    await forget(estate);
    const undisturbed = await run(estate, jobOf(0));
    let nth = 0;
    const killed = async (): Promise<Measured> => {
      for (;;) {
        nth += 1;
        const seconds = await killOnce(estate, nth, chance.next() * 1000 * undisturbed.seconds, counts);
        if (seconds === undefined) continue;
        const { kept, again, answeredAgain, kills, lost } = counts;
        const sentAgain = bar((100 * again) / Math.max(1, kept), 0.1, '%', 3);
        return { seconds, facts: { kills, kept, sentAgain, again, inFlightAgain: answeredAgain, lost: bar(lost, 0, 'subscriptions', 0) } };
      }
    };
    return {
      contenders: [{ name: 'killed', run: killed }],
      facts: { clock: 'real', customers, seed, undisturbed: undisturbed.seconds.toFixed(2) },
      close: estate.close,
    };
  },
};
