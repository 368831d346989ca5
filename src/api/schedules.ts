import * as contract from '../contract/schedules.ts';
import { findConnection } from '../features/connections/index.ts';
import type { Context } from '../features/context.ts';
import { listSchedules, type Schedules } from '../features/schedules/index.ts';
import { changeSchedules } from '../features/settings/index.ts';
import { isZone } from '../model/cadence.ts';
import type { ConnectionId } from '../model/ids.ts';
import { good, handle, type Mounted, refuse } from './handle.ts';

export const scheduleRoutes: readonly Mounted[] = [
  handle(contract.listSchedules, async ({ context, query }) =>
    (await isThere(context, query.connectionId)) ? good(present(await listSchedules(context, query.connectionId))) : unknown,
  ),
  handle(contract.changeSchedules, async ({ context, body }) => {
    if (body.timeZone !== undefined && !isZone(body.timeZone))
      return refuse('invalid', `${body.timeZone} is no time zone.`, {
        hint: 'Write it as the time zone database does, like Europe/Berlin.',
      });
    if (!(await isThere(context, body.connectionId))) return unknown;
    const outcome = await changeSchedules(context, body);
    return outcome.status === 'changed'
      ? good(present(await listSchedules(context, body.connectionId)))
      : refuse('precondition_failed', 'Somebody changed the schedules since you looked.', {
          hint: 'Look at them again and repeat your change.',
        });
  }),
];

const unknown = refuse('not_found', 'There is no such connection.');

/** None named: the schedules of all. */
const isThere = async (context: Context, connectionId: ConnectionId | undefined): Promise<boolean> =>
  connectionId === undefined || (await findConnection(context, connectionId)) !== undefined;

const present = ({ timeZone, blackouts, version, schedules }: Schedules) => ({
  timeZone,
  blackouts: blackouts.map((blackout) => ({ ...blackout })),
  version,
  schedules: schedules.map(({ name, cadence, isChosen, isInherited, lastAt, nextAt, heldUntil, past }) => ({
    name,
    cadence: cadence ?? null,
    isChosen,
    isInherited,
    lastAt: lastAt?.toString() ?? null,
    nextAt: nextAt?.toString() ?? null,
    heldUntil: heldUntil?.toString() ?? null,
    past: past.map(({ startedAt, seconds, state }) => ({ startedAt: startedAt.toString(), seconds, state })),
  })),
});
