import { type Blackout, type Cadence, darkUntil, nextTurn, type ScheduleName } from '../../model/cadence.ts';
import { everything, inScope } from '../../platform/db/transaction.ts';
import type { Context } from '../context.ts';
import { readSchedules, readSettings } from '../settings/index.ts';
import { cadenceOf, scheduleNames, stretched, turnKey } from './cadences.ts';
import { type PastReading, pastReadings, quietReadings } from './history.ts';

export type Schedule = {
  readonly name: ScheduleName;
  /** Undefined: it has no turn of its own and is read with what holds it. */
  readonly cadence: Cadence | undefined;
  /** Somebody chose it, for all or for this connection; otherwise it is as it comes. */
  readonly isChosen: boolean;
  /** Of a connection: it is that of all. */
  readonly isInherited: boolean;
  readonly lastAt: Temporal.Instant | undefined;
  readonly nextAt: Temporal.Instant | undefined;
  /** It would be due, but not in this dark time. */
  readonly heldUntil: Temporal.Instant | undefined;
  readonly past: readonly PastReading[];
};

export type Schedules = {
  readonly timeZone: string;
  readonly blackouts: readonly Blackout[];
  readonly version: number;
  readonly schedules: readonly Schedule[];
};

/** What is read by itself, how often, when it was and when it will be: of all connections, or of one with what it inherits. */
export const listSchedules = (context: Context, connectionId?: string): Promise<Schedules> =>
  inScope(context.db, everything, async (tx) => {
    const [settings, business, past, quiet] = [
      await readSchedules(tx),
      await readSettings(tx),
      await pastReadings(tx, connectionId),
      await quietReadings(tx, connectionId),
    ];
    const turns = new Map((await tx.selectFrom('sync_schedule').selectAll().execute()).map((row) => [row.name, row.last_at]));
    const { timeZone, blackouts, version, cadences } = settings;
    const own = settings.ofConnections[connectionId ?? ''] ?? {};
    const now = context.clock.now();
    const schedules = scheduleNames.map((name): Schedule => {
      const cadence = cadenceOf(name, settings, business, connectionId);
      const isInherited = connectionId !== undefined && own[name] === undefined;
      const lastAt = turns.get(isInherited ? name : turnKey({ name, connectionId }));
      const paced = cadence !== undefined && name === 'changes' ? stretched(cadence, quiet) : cadence;
      const turn = paced === undefined ? undefined : nextTurn(paced, lastAt ?? now, timeZone);
      const heldUntil = turn === undefined ? undefined : darkUntil(later(turn, now), blackouts, timeZone);
      const isChosen = (own[name] ?? cadences[name]) !== undefined;
      return { name, cadence, isChosen, isInherited, lastAt, nextAt: heldUntil ?? turn, heldUntil, past: past.get(name) ?? [] };
    });
    return { timeZone, blackouts, version, schedules };
  });

const later = (one: Temporal.Instant, other: Temporal.Instant): Temporal.Instant =>
  Temporal.Instant.compare(one, other) > 0 ? one : other;
