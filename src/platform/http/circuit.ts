import { sql } from 'kysely';
import type { Clock } from '../../lib/clock.ts';
import type { Db } from '../db/connect.ts';
import { circuitLimits } from './limits.ts';

/** Stops asking a remote that is down: open after 10 straight failures, then one probe each minute (reliability reference, section 2). */
export interface Circuit {
  /** Undefined when the call may go; else the instant of the next probe. The caller that gets the probe's turn may go. */
  closedUntil(key: string): Promise<Temporal.Instant | undefined>;
  worked(key: string): Promise<void>;
  failed(key: string): Promise<void>;
}

const { failuresToOpen, probeEveryMs } = circuitLimits;

type State = { failures: number; probeAt: number | undefined };

/** For one process. */
export function memoryCircuit(clock: Clock): Circuit {
  const states = new Map<string, State>();
  const now = (): number => clock.now().epochMilliseconds;
  return {
    closedUntil: (key) => {
      const state = states.get(key);
      if (state?.probeAt === undefined) return Promise.resolve(undefined);
      if (now() < state.probeAt) return Promise.resolve(Temporal.Instant.fromEpochMilliseconds(state.probeAt));
      state.probeAt = now() + probeEveryMs; // this caller probes; the others wait for what it finds
      return Promise.resolve(undefined);
    },
    worked: (key) => {
      states.delete(key);
      return Promise.resolve();
    },
    failed: (key) => {
      const failures = (states.get(key)?.failures ?? 0) + 1;
      states.set(key, { failures, probeAt: failures < failuresToOpen ? undefined : now() + probeEveryMs });
      return Promise.resolve();
    },
  };
}

/** Shared by all processes: one that finds the remote down spares the others. Healthy remotes cost one look each `lookEveryMs`. */
export function databaseCircuit(db: Db, clock: Clock, lookEveryMs = 2_000): Circuit {
  const healthy = new Map<string, number>();
  const now = (): number => clock.now().epochMilliseconds;
  return {
    closedUntil: async (key) => {
      if (now() < (healthy.get(key) ?? 0)) return undefined;
      const found = await db.selectFrom('circuit').select(['failures', 'probe_at']).where('circuit', '=', key).executeTakeFirst();
      if (found === undefined) healthy.set(key, now() + lookEveryMs);
      if (found?.probe_at == null) return undefined;
      return (await takeProbe(db, key, clock)) ? undefined : found.probe_at;
    },
    worked: async (key) => {
      if (now() < (healthy.get(key) ?? 0)) return;
      await db.deleteFrom('circuit').where('circuit', '=', key).execute();
      healthy.set(key, now() + lookEveryMs);
    },
    failed: async (key) => {
      healthy.delete(key);
      const [at, probeAt] = [clock.now(), clock.now().add({ milliseconds: probeEveryMs })];
      await sql`
        insert into circuit (circuit, failures) values (${key}, 1)
        on conflict (circuit) do update set failures = circuit.failures + 1,
          opened_at = case when circuit.failures + 1 >= ${failuresToOpen}::int then coalesce(circuit.opened_at, ${at}::timestamptz) end,
          probe_at = case when circuit.failures + 1 >= ${failuresToOpen}::int then ${probeAt}::timestamptz end`.execute(db);
    },
  };
}

/** One of all callers gets the probe that is due. */
async function takeProbe(db: Db, key: string, clock: Clock): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('circuit')
    .set({ probe_at: clock.now().add({ milliseconds: probeEveryMs }) })
    .where('circuit', '=', key)
    .where('probe_at', '<=', clock.now())
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
