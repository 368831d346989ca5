import { type Cadence, ScheduleName } from '../../model/cadence.ts';
import type { BusinessSettings, ScheduleSettings } from '../settings/index.ts';

/**
 * How often something is read: as was chosen for the connection, else for all, else as it comes. What is charged follows the books once a day, and
 * a kind of record is read with what holds it. Pure.
 */
export function cadenceOf(
  name: ScheduleName,
  { cadences, ofConnections }: Pick<ScheduleSettings, 'cadences' | 'ofConnections'>,
  { syncEveryMinutes }: Pick<BusinessSettings, 'syncEveryMinutes'>,
  connectionId?: string,
): Cadence | undefined {
  return ofConnections[connectionId ?? '']?.[name] ?? cadences[name] ?? defaults({ syncEveryMinutes })[name];
}

/** A turn is that of a schedule for all, or of one that a connection has for itself. */
export type Turn = { readonly name: ScheduleName; readonly connectionId: string | undefined };
export const turnKey = ({ name, connectionId }: Turn): string => (connectionId === undefined ? name : `${name} ${connectionId}`);

/** Connections that have this schedule for themselves. Pure. */
export const withOwn = (name: ScheduleName, { ofConnections }: Pick<ScheduleSettings, 'ofConnections'>): string[] =>
  Object.keys(ofConnections).filter((connectionId) => ofConnections[connectionId]?.[name] !== undefined);

const defaults = ({ syncEveryMinutes }: Pick<BusinessSettings, 'syncEveryMinutes'>): Partial<Record<ScheduleName, Cadence>> => ({
  everything: { every: 'minutes', minutes: syncEveryMinutes },
  changes: { every: 'minutes', minutes: 5 },
});

export const scheduleNames = ScheduleName.options;

/** A list that did not change for a while is asked less often, up to this many times its own pace; the first change brings it back. */
const mostStretch = 4;

/** `quiet`: readings in a row that found nothing new. Times of day are kept as they are. Pure. */
export const stretched = (cadence: Cadence, quiet: number): Cadence =>
  cadence.every === 'minutes' ? { ...cadence, minutes: cadence.minutes * Math.min(mostStretch, 2 ** Math.floor(quiet / 3)) } : cadence;
