import path from 'node:path';
import { sql } from 'kysely';
import { z } from 'zod';
import { type AnAccount, openAnAccount } from './an-account.ts';
import { bar } from './bars.ts';
import type { Benchmark, Flags, Measured } from './benchmark.ts';
import { runNode } from './run-process.ts';

const Said = z.object({ preview: z.number(), keeping: z.number(), kept: z.number(), counts: z.record(z.string(), z.unknown()) });

/** What an import may have changed: customers, their links to the account, and when the last of them changed. */
async function stateOf({ owner }: AnAccount): Promise<string> {
  const { rows } = await sql<{ state: string }>`select jsonb_build_array(
    (select count(*) from customer), (select max(changed_at) from customer), (select count(*) from customer_connection),
    (select count(*) from (select from customer group by cloud, tenant_id having count(*) > 1) as doubled))::text as state`.execute(
    owner.db,
  );
  return rows[0]?.state ?? '';
}

async function importOnce({ dataDir, remotes, connectionId }: AnAccount): Promise<Measured> {
  const run = await runNode(path.join(import.meta.dirname, 'import-customers-once.ts'), [dataDir, remotes.url, connectionId]);
  const { preview, keeping, kept, counts } = Said.parse(JSON.parse(run.stdout));
  const facts = { preview: `${preview.toFixed(2)} s`, keeping: `${keeping.toFixed(2)} s`, kept, counts: JSON.stringify(counts) };
  return { seconds: preview + keeping, cpuSeconds: run.cpuSeconds, peakMiB: run.peakMiB, facts };
}

/** The process may grow by the plan's rows, never by what it once held of them: at ten times the tenants at most so much more. */
const mostGrowth = 1.5;

/** S133: the tenants of an account, all at once, in a process of its own; the same once more, which must leave everything as it is. */
export const importCustomersBench: Benchmark = {
  name: 'import-customers',
  what: 'All tenants of a partner account imported: a tenth of them, all, and all once more; --customers',
  rounds: 1,
  areApart: true,
  prepare: async (flags: Flags) => {
    const customers = flags.count('customers', 10_000);
    const [few, many] = [
      await openAnAccount(Math.max(10, Math.floor(customers / 10)), { delayMs: 0 }),
      await openAnAccount(customers, { delayMs: 0 }),
    ];
    let peakOfFew = Number.NaN;
    return {
      facts: { customers },
      contenders: [
        {
          name: 'a tenth',
          run: async () => {
            const measured = await importOnce(few);
            peakOfFew = measured.peakMiB ?? Number.NaN;
            return measured;
          },
        },
        {
          name: 'all',
          run: async () => {
            const measured = await importOnce(many);
            return {
              ...measured,
              facts: { ...measured.facts, memory: bar((measured.peakMiB ?? Number.NaN) / peakOfFew, mostGrowth, 'x') },
            };
          },
        },
        {
          name: 'again',
          run: async () => {
            const before = await stateOf(many);
            const measured = await importOnce(many);
            const changes = (await stateOf(many)) === before ? 0 : 1;
            return { ...measured, facts: { ...measured.facts, isOther: bar(changes, 0, 'changes', 0) } };
          },
        },
      ],
      close: async () => {
        await few.close();
        await many.close();
      },
    };
  },
};
