import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { sql } from 'kysely';
import { Seeded } from '../src/lib/seeded.ts';
import type { Db } from '../src/platform/db/connect.ts';
import type { BenchDatabase } from './a-database.ts';
import { type Benchmark, type Flags, type Measured, spread } from './benchmark.ts';
import { estate } from './reconcile-files.ts';
import { compiled, nodeFlags } from './run-process.ts';
import { storedEstate } from './stored-month.ts';

/** Printed by kills-once.ts: processor seconds since the process began. */
type Said = { readonly begun?: number; readonly ended?: number };
type Run = { readonly seconds: number; readonly cpuSeconds: number; readonly wasKilled: boolean };

const once = path.join(import.meta.dirname, 'kills-once.ts');

/** Processor seconds of a process and its threads, in hundredths (proc(5), fields 14 and 15). */
function secondsOf(child: ChildProcess): number {
  const stat = readFileSync(`/proc/${String(child.pid)}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** One process that imports and compares what is left, killed so many milliseconds after it begins, if it still runs then. */
async function run(folder: string, store: BenchDatabase, seed: number, killAfterMs?: number): Promise<Run> {
  const args = [once, folder, store.folder, JSON.stringify(store.connection), String(seed)];
  const child = spawn(process.execPath, [...nodeFlags, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...compiled },
  });
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const state = { begun: 0, cpuSeconds: 0, startedAt: 0, wasKilled: false };
  let timer: NodeJS.Timeout | undefined;
  const kill = (): void => {
    state.cpuSeconds = secondsOf(child) - state.begun;
    state.wasKilled = child.kill('SIGKILL');
  };
  for await (const text of createInterface({ input: child.stdout })) {
    const { begun, ended } = JSON.parse(text) as Said;
    if (begun !== undefined) {
      Object.assign(state, { begun, startedAt: performance.now() });
      if (killAfterMs !== undefined) timer = setTimeout(kill, killAfterMs);
    }
    if (ended !== undefined) {
      clearTimeout(timer);
      state.cpuSeconds = ended - state.begun;
    }
  }
  const code = await exit;
  if (!state.wasKilled && code !== 0) throw new Error(`${once} ended with ${String(code)}`);
  return { ...state, seconds: (performance.now() - state.startedAt) / 1000 };
}

const tables = [
  'provider_invoice',
  'invoice_part',
  'difference',
  'reconciliation_run',
  'charged_month',
  'overview_total',
  'audit_event',
  'sync_cursor',
];

/** As before the first file was read. */
async function forget({ folder, owner }: BenchDatabase): Promise<void> {
  await sql`truncate ${sql.join(tables.map((table) => sql.table(table)))} cascade`.execute(owner.db);
  rmSync(path.join(folder, 'blobs'), { recursive: true, force: true });
}

/** Everything that the comparison left behind but ids and times: versions, findings, totals. */
async function outcomeOf(db: Db): Promise<string> {
  const { rows } = await sql<{ text: string }>`
    select jsonb_build_object('version', content_hash, 'state', state, 'lines', lines, 'sums', sums)::text as text from invoice_version
    union all select jsonb_build_object('kind', kind, 'state', state, 'customer', customer_id, 'period', period, 'impact', impact, 'finding', finding)::text
      from difference
    union all select (to_jsonb(overview_total) - 'changed_at')::text from overview_total
    union all select jsonb_build_object('control', control, 'money', money)::text from reconciliation_run where state = 'completed'
    order by 1`.execute(db);
  return rows.map(({ text }) => text).join('\n');
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);

/**
 * P16: import and comparison of a month, killed at a random moment and started again. What it leaves must be what an undisturbed run leaves, byte
 * for byte. Repeated is what killed and second process took together beyond the undisturbed one of the same round, in its processor time; the start
 * of a process is not counted.
 */
export const kills: Benchmark = {
  name: 'kills',
  what: 'A month imported and compared, killed once at a random moment and started again, beside the same undisturbed.',
  rounds: 20,
  prepare: async (flags: Flags) => {
    const lines = flags.count('lines', 200_000);
    const size = { customers: flags.count('customers', lines / 100), subscriptions: flags.count('subscriptions', lines / 10), lines };
    const seed = flags.count('seed', 42);
    const folder = await estate({ ...size, seed });
    const store = await storedEstate(folder);
    const chance = new Seeded(seed);
    let expected: string | undefined;
    let ids = 0;
    let straight: Run | undefined;
    const shares: number[] = [];
    const check = async (): Promise<void> => {
      const left = await outcomeOf(store.owner.db);
      expected ??= left;
      if (left !== expected) throw new Error(`Another outcome than undisturbed: ${hashOf(left)}, not ${hashOf(expected)}`);
    };
    const undisturbed = async (): Promise<Measured> => {
      await forget(store);
      straight = await run(folder, store, (ids += 1));
      await check();
      return { seconds: straight.seconds, cpuSeconds: straight.cpuSeconds, facts: { outcome: hashOf(expected ?? '') } };
    };
    const killed = async (): Promise<Measured> => {
      if (straight === undefined) await undisturbed();
      for (;;) {
        await forget(store);
        const share = chance.next();
        const first = await run(folder, store, (ids += 1), share * 1000 * (straight?.seconds ?? 0));
        if (!first.wasKilled) continue; // it was quicker than the one before
        const second = await run(folder, store, (ids += 1));
        await check();
        const both = { seconds: first.seconds + second.seconds, cpuSeconds: first.cpuSeconds + second.cpuSeconds };
        shares.push(both.cpuSeconds / (straight?.cpuSeconds ?? Number.NaN) - 1);
        const { median, max } = spread(shares);
        return { ...both, facts: { killedAt: percent(share), repeated: percent(median), most: percent(max), kills: shares.length } };
      }
    };
    return {
      contenders: [
        { name: 'killed', run: killed },
        { name: 'undisturbed', run: undisturbed },
      ],
      facts: { ...size, seed },
      close: () => store.close(),
    };
  },
};
