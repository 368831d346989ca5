import { z } from 'zod';
import { Blackout, Cadence, ScheduleName } from '../../model/cadence.ts';
import type { Db, Tx } from '../../platform/db/connect.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import { record } from '../audit/index.ts';
import type { Context } from '../context.ts';
import { lockSetting, readSetting, writeSetting } from './setting-row.ts';

const name = 'schedules';

/** What was chosen for the schedules; a name without a cadence is as it comes. */
const ScheduleSettings = z.object({
  timeZone: z.string().default('UTC'),
  blackouts: z.array(Blackout).default([]),
  cadences: z.partialRecord(ScheduleName, Cadence).default({}),
  /** What is otherwise for a connection, by its id; the rest it inherits (S75). */
  ofConnections: z.record(z.string(), z.partialRecord(ScheduleName, Cadence)).default({}),
  version: z.number().int().default(0),
});
export type ScheduleSettings = z.infer<typeof ScheduleSettings>;

export async function readSchedules(db: Db | Tx): Promise<ScheduleSettings> {
  return ScheduleSettings.parse((await readSetting(db, name)) ?? {});
}

/** What is left out stays; a cadence of null goes back to how it comes. With a connection the cadences are its own, and null inherits again. */
export type ScheduleChange = {
  readonly timeZone?: string | undefined;
  readonly blackouts?: readonly Blackout[] | undefined;
  readonly cadences?: Readonly<Partial<Record<ScheduleName, Cadence | null>>> | undefined;
  readonly connectionId?: string | undefined;
  readonly version: number;
};

/** `changed_since`: somebody else changed them since that version. */
export type ScheduleOutcome = { readonly status: 'changed' | 'changed_since'; readonly settings: ScheduleSettings };

export const changeSchedules = (context: Context, change: ScheduleChange): Promise<ScheduleOutcome> =>
  inScope(context.db, everything, async (tx): Promise<ScheduleOutcome> => {
    const before = ScheduleSettings.parse(await lockSetting(tx, name));
    if (before.version !== change.version) return { status: 'changed_since', settings: before };
    const { connectionId } = change;
    const own = connectionId === undefined ? before.cadences : before.ofConnections[connectionId];
    const chosen = withoutNull({ ...own, ...change.cadences });
    const settings = ScheduleSettings.parse({
      timeZone: change.timeZone ?? before.timeZone,
      blackouts: change.blackouts ?? before.blackouts,
      cadences: connectionId === undefined ? chosen : before.cadences,
      ofConnections: connectionId === undefined ? before.ofConnections : { ...before.ofConnections, [connectionId]: chosen },
      version: before.version + 1,
    });
    await writeSetting(tx, context, name, settings);
    await record(tx, context, { action: 'schedules.changed', object: 'schedules', before, after: settings });
    return { status: 'changed', settings };
  });

const withoutNull = (cadences: object): object => Object.fromEntries(Object.entries(cadences).filter(([, cadence]) => cadence !== null));
