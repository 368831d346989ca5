import * as contract from '../contract/access-calendar.ts';
import { apiBase } from '../contract/base.ts';
import { calendarMadeAt, listEnds, makeCalendar, readCalendar, revokeCalendar } from '../features/access/index.ts';
import { asFile } from './as-file.ts';
import { good, handle, handleFile, type Mounted, refuse } from './handle.ts';

export const accessCalendarRoutes: readonly Mounted[] = [
  handle(contract.listAccessEnds, async ({ context }) =>
    good({ data: (await listEnds(context)).map((each) => ({ ...each, atRisk: [...each.atRisk] })) }),
  ),
  handle(contract.getAccessCalendar, async ({ context }) => good({ madeAt: (await calendarMadeAt(context))?.toString() ?? null })),
  handle(contract.makeAccessCalendar, async ({ context, request }) => {
    const token = await makeCalendar(context);
    if (token === undefined) return refuse('conflict', 'A calendar belongs to a person.', { hint: 'Sign in with a browser.' });
    return good({ url: `${request.baseUrl}${apiBase}/access-calendars/${token}` });
  }),
  handle(contract.revokeAccessCalendar, async ({ context }) =>
    (await revokeCalendar(context)) ? good(undefined) : refuse('not_found', 'There is no calendar of yours.'),
  ),
  handleFile(contract.readAccessCalendar, async ({ context, params }) => {
    const text = await readCalendar(context, params.token);
    if (text === undefined) return refuse('not_found', 'There is no calendar behind this address.');
    return asFile(context, text, { name: 'access.ics', type: 'text/calendar; charset=utf-8' });
  }),
];
