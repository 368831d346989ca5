import { sql } from 'kysely';
import { runReconciliation } from '../src/features/reconciliation/run.ts';
import { openDatabase } from '../src/platform/db/connect.ts';
import { handle } from '../test/support/compared-estate.ts';
import { aContext } from '../test/support/context.ts';
import { writtenDifferences } from '../test/support/written-differences.ts';
import type { Benchmark, Flags, Measured } from './benchmark.ts';
import { estate } from './reconcile-files.ts';
import { comparedAt, storedEstate } from './stored-month.ts';

/** The books of everybody, and of those that changed since: the same differences, byte for byte, or it counts for nothing. */
export const incremental: Benchmark = {
  name: 'incremental',
  what: 'The books of a few customers change: comparing what changed, beside comparing everybody. Database included; processor time without it.',
  prepare: async (flags: Flags) => {
    const customers = flags.count('customers', 10_000);
    const subscriptions = flags.count('subscriptions', customers * 10);
    const size = { customers, subscriptions, lines: flags.count('lines', subscriptions * 10), seed: flags.count('seed', 42) };
    const changed = flags.count('changed', 10);
    const store = await storedEstate(await estate(size));
    const app = openDatabase({ connection: store.connection, role: 'app', max: 4 });
    const { context } = aContext(app.db, { startsAt: comparedAt });
    let round = 0;
    let expected = '';

    /** A line of each of the next few customers bills one seat more. */
    const change = () =>
      sql`with chosen as (
          select distinct on (account_id) account_id, remote_id from psa_line
          where account_id in (select account_id from account_mapping where state = 'mapped' order by account_id limit ${changed} offset ${round * changed})
          order by account_id, remote_id)
        update psa_line set quantity = quantity + 1 from chosen
        where psa_line.account_id = chosen.account_id and psa_line.remote_id = chosen.remote_id`.execute(store.owner.db);

    const compare = async (all: boolean): Promise<Measured> => {
      const [startedAt, before] = [performance.now(), process.cpuUsage()];
      const { result } = await runReconciliation(context, handle(), { all });
      const seconds = (performance.now() - startedAt) / 1000;
      const { user, system } = process.cpuUsage(before);
      const { customers: compared, unchanged, found } = result as Readonly<Record<string, number>>; // the counts of a run
      return {
        seconds,
        cpuSeconds: (user + system) / 1e6,
        facts: { compared: compared ?? 0, unchanged: unchanged ?? 0, found: found ?? 0 },
      };
    };

    await compare(true);
    return {
      facts: { ...size, changed },
      contenders: [
        {
          name: 'what changed',
          run: async () => {
            await change();
            round += 1;
            const measured = await compare(false);
            expected = await writtenDifferences(store.owner.db);
            return measured;
          },
        },
        {
          name: 'everybody',
          run: async () => {
            const measured = await compare(true);
            if ((await writtenDifferences(store.owner.db)) !== expected)
              throw new Error('Comparing what changed gave other differences than comparing everybody.');
            return measured;
          },
        },
      ],
      close: async () => {
        await app.close();
        await store.close();
      },
    };
  },
};
